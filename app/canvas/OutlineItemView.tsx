/** A row of the outline. */
import { ArrowLeft, ArrowRight, ChevronDown, ChevronRight, CircleAlert, Group } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { stepTitle } from '../document/commands/steps.ts';
import { placedDiagnostics } from '../session/placed-diagnostics.ts';
import { useDocument, useSession } from '../session/studio.ts';
import { StepIcon } from '../ui/StepIcon.tsx';
import { useCanvas } from './canvas.ts';
import styles from './Outline.module.css';
import type { OutlineRow } from './outline-rows.ts';
import { columnWords, schemaAt } from './ports.ts';
import { problemsByStep } from './step-status.ts';

/** Columns that a connection is told by. */
const NAMED = 5;

export interface OutlineItemProps {
  readonly row: OutlineRow;
  readonly top: number;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly onActivate: () => void;
  readonly onToggle: () => void;
}

export function OutlineItemView(props: OutlineItemProps) {
  const { row, top, isActive, isSelected, onActivate, onToggle } = props;
  const { t } = useTranslation('canvas');
  const canvas = useCanvas();
  const { item } = row;
  const choose = (many: boolean): void => {
    onActivate();
    if (item.kind === 'step') {
      const { selection } = canvas.studio.session.getState();
      canvas.studio.select(
        many ? [...selection.filter((id) => id !== item.id), item.id] : [item.id],
      );
      canvas.flow?.show(item.id, false);
    } else if (item.kind === 'edge') {
      canvas.studio.select([]);
      canvas.store.setState({ marked: [item.edge.id] });
    }
  };
  return (
    <div
      id={`outline-${row.key}`}
      role="treeitem"
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={isSelected}
      {...(row.expanded === undefined ? {} : { 'aria-expanded': row.expanded })}
      className={styles.row}
      data-active={isActive}
      style={{ transform: `translateY(${top}px)`, paddingLeft: 4 + (row.level - 1) * 16 }}
      onClick={(event) => choose(event.shiftKey || event.ctrlKey || event.metaKey)}
      onDoubleClick={() => {
        if (item.kind === 'edge') return;
        canvas.store.setState({ dialog: { kind: 'rename', what: item.kind, id: item.id } });
      }}
    >
      <span
        className={styles.toggle}
        aria-hidden
        onClick={(event) => {
          event.stopPropagation();
          onToggle();
        }}
      >
        {row.expanded === undefined ? null : row.expanded ? (
          <ChevronDown size={14} />
        ) : (
          <ChevronRight size={14} />
        )}
      </span>
      {item.kind === 'group' ? (
        <>
          <Group size={14} aria-hidden />
          <span className={styles.text}>{item.title}</span>
        </>
      ) : item.kind === 'step' ? (
        <StepLine id={item.id} />
      ) : (
        <>
          {item.direction === 'to' ? (
            <ArrowRight size={13} aria-hidden />
          ) : (
            <ArrowLeft size={13} aria-hidden />
          )}
          <EdgeLine row={row} />
        </>
      )}
      {item.kind === 'step' ? <Errors id={item.id} label={t('has-errors')} /> : null}
    </div>
  );
}

function StepLine({ id }: { readonly id: string }) {
  const canvas = useCanvas();
  const view = useDocument(({ document }) => canvas.viewOf(document, id));
  if (view === undefined) return null;
  return (
    <>
      <StepIcon type={view.type} size={18} />
      <span className={styles.text} data-disabled={view.disabled}>
        {view.title}
        <span className={styles.summary}>{view.summary}</span>
      </span>
    </>
  );
}

function EdgeLine({ row }: { readonly row: OutlineRow }) {
  const { t } = useTranslation('canvas');
  const { item } = row;
  const edge = item.kind === 'edge' ? item.edge : undefined;
  const source = useDocument(({ document }) => stepTitle(document, edge?.source ?? ''));
  const target = useDocument(({ document }) => stepTitle(document, edge?.target ?? ''));
  const schema = useSession(({ check }) =>
    edge === undefined
      ? undefined
      : schemaAt(check.schemas, { step: edge.source, port: edge.sourcePort }),
  );
  if (item.kind !== 'edge') return null;
  const { sourcePort, targetPort } = item.edge;
  return (
    <span className={styles.edge}>
      {item.direction === 'to'
        ? t('edge-to', { port: sourcePort, step: target, input: targetPort })
        : t('edge-from', { port: sourcePort, step: source, input: targetPort })}
      {schema === undefined ? null : (
        <span className={styles.summary}>
          {t('columns-named', { count: schema.length, names: columnWords(schema, NAMED) })}
        </span>
      )}
    </span>
  );
}

function Errors({ id, label }: { readonly id: string; readonly label: string }) {
  const hasErrors = useSession(
    (state) => (problemsByStep(placedDiagnostics(state)).get(id)?.errors ?? 0) > 0,
  );
  return hasErrors ? (
    <CircleAlert size={13} role="img" aria-label={label} className={styles.error} />
  ) : null;
}
