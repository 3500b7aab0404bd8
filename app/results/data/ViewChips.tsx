/** The temporary view that the rows are seen through, and making it a step. */
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../../engine/contract/schema.ts';
import { parseInput } from '../../../engine/document/schema.ts';
import { useDocument, useSession, useStudio } from '../../session/studio.ts';
import type { RowView } from '../../session/row-view.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { arrangedColumns } from '../grid/column-order.ts';
import { needsValue } from '../grid/filter-operators.ts';
import { useViewActions } from '../grid/use-view.ts';
import { changePrefs, prefsOf, useResults, useResultsStore } from '../results-store.ts';
import { makeSteps } from './make-steps.ts';
import styles from './ViewChips.module.css';

export interface ViewChipsProps {
  readonly target: string;
  readonly schema: Schema;
}

export function ViewChips({ target, schema }: ViewChipsProps) {
  const { t } = useTranslation('results');
  const store = useResultsStore();
  const given = useSession((state) => (state.view?.target === target ? state.view : undefined));
  const prefs = useResults((state) => prefsOf(state, target));
  const actions = useViewActions(target);
  const view = given ?? { target, sort: [], filters: [] };
  const columns = arrangedColumns(schema, prefs);
  if (view.filters.length + view.sort.length === 0 && columns === undefined) return null;
  const rearrange = (): void => changePrefs(store, target, () => ({ hidden: [], order: [] }));
  return (
    <div className={styles.chips} role="group" aria-label={t('view')}>
      {view.filters.map((filter, i) => (
        <Chip
          key={i}
          text={[
            filter.column.name,
            t(`operator-${filter.operator}`),
            ...(needsValue(filter.operator) ? [filter.value] : []),
          ].join(' ')}
          onRemove={() => actions.removeFilter(filter)}
        />
      ))}
      {view.sort.map(({ column, direction }) => (
        <Chip
          key={column}
          text={t(`sorted-${direction}`, { column })}
          onRemove={() => actions.removeSort(column)}
        />
      ))}
      {columns === undefined ? null : (
        <Chip
          text={
            columns.length < schema.length
              ? t('columns-arranged', { shown: columns.length, all: schema.length })
              : t('columns-ordered')
          }
          onRemove={rearrange}
        />
      )}
      <span className={styles.hint}>{t('view-hint')}</span>
      <MakeStep view={view} columns={columns} onMade={rearrange} />
      <Button
        kind="quiet"
        onClick={() => {
          actions.clear();
          rearrange();
        }}
      >
        {t('clear-view')}
      </Button>
    </div>
  );
}

interface MakeStepProps {
  readonly view: RowView;
  readonly columns: readonly string[] | undefined;
  readonly onMade: () => void;
}

function MakeStep({ view, columns, onMade }: MakeStepProps) {
  const { t } = useTranslation('results');
  const { documents, session, registry, select } = useStudio();
  const isReadOnly = useDocument((state) => state.readOnly !== undefined);
  // What a chart draws is no output: no step can stand behind it.
  if (parseInput(view.target).port === undefined) return null;
  const make = (): void => {
    const made = makeSteps(documents.getState().document, view, registry, columns);
    if (made === undefined) return;
    session.setState({ view: undefined });
    onMade();
    documents.execute(made.command);
    select([made.step]);
  };
  return (
    <Button disabled={isReadOnly} onClick={make}>
      {t('make-step')}
    </Button>
  );
}

interface ChipProps {
  readonly text: string;
  readonly onRemove: () => void;
}

function Chip({ text, onRemove }: ChipProps) {
  const { t } = useTranslation('results');
  return (
    <span className={styles.chip}>
      <span className={styles.text}>{text}</span>
      <IconButton size="small" label={t('remove-from-view', { text })} onClick={onRemove}>
        <X aria-hidden />
      </IconButton>
    </span>
  );
}
