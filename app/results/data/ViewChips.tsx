/** The temporary view that the rows are seen through, and making it a step. */
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RowView } from '../../session/row-view.ts';
import { isEmptyView } from '../../session/row-view.ts';
import { useDocument, useSession, useStudio } from '../../session/studio.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { needsValue } from '../grid/filter-operators.ts';
import { useViewActions } from '../grid/use-view.ts';
import { makeSteps } from './make-steps.ts';
import styles from './ViewChips.module.css';

export function ViewChips({ target }: { readonly target: string }) {
  const { t } = useTranslation('results');
  const view = useSession((state) => (state.view?.target === target ? state.view : undefined));
  const actions = useViewActions(target);
  if (view === undefined || isEmptyView(view)) return null;
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
      <span className={styles.hint}>{t('view-hint')}</span>
      <MakeStep view={view} />
      <Button kind="quiet" onClick={actions.clear}>
        {t('clear-view')}
      </Button>
    </div>
  );
}

function MakeStep({ view }: { readonly view: RowView }) {
  const { t } = useTranslation('results');
  const { documents, session, registry, select } = useStudio();
  const isReadOnly = useDocument((state) => state.readOnly !== undefined);
  const make = (): void => {
    const made = makeSteps(documents.getState().document, view, registry);
    if (made === undefined) return;
    session.setState({ view: undefined });
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
