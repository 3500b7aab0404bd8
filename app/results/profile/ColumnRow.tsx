/** The profile of one column. A bar or a value filters the rows by it. */
import { useTranslation } from 'react-i18next';
import type { Column } from '../../../engine/contract/schema.ts';
import type { ColumnProfile } from '../../../engine/contract/profile.ts';
import type { RowSource } from '../../session/row-source.ts';
import type { QuickFilter } from '../../session/row-view.ts';
import { useStudio } from '../../session/studio.ts';
import { formatCount } from '../../ui/format.ts';
import { shortType } from '../grid/short-type.ts';
import { useViewActions } from '../grid/use-view.ts';
import { useResults, useResultsStore } from '../results-store.ts';
import { shareText, shortNumber } from './histogram.ts';
import { Histogram } from './Histogram.tsx';
import styles from './ProfileTab.module.css';
import { TopValues } from './TopValues.tsx';

export const ROW_HEIGHT = 76;

export interface ColumnRowProps {
  readonly column: Column;
  readonly rows: RowSource;
  readonly top: number;
}

export function ColumnRow({ column, rows, top }: ColumnRowProps) {
  const { session } = useStudio();
  const store = useResultsStore();
  const actions = useViewActions(rows.target);
  const profile = useResults((state) =>
    state.profiles?.source === rows.id ? state.profiles.columns.get(column.name) : undefined,
  );
  const filter = (filters: readonly QuickFilter[]): void => {
    for (const each of filters) actions.addFilter(each);
    // The rows that are kept get the focus: the bar that was pressed is gone.
    store.setState({ jump: { row: 0 } });
    session.setState({ tab: 'data' });
  };
  return (
    <div role="listitem" className={styles.row} style={{ top }}>
      <div>
        <div className={styles.name} title={column.name} translate="no">
          {column.name}
        </div>
        <div className={styles.type} translate="no">
          {shortType(column.type)}
        </div>
      </div>
      {profile === undefined ? (
        <div className={styles.waiting} />
      ) : (
        <Figures profile={profile} column={column} onFilter={filter} />
      )}
    </div>
  );
}

interface FiguresProps {
  readonly profile: ColumnProfile;
  readonly column: Column;
  readonly onFilter: (filters: readonly QuickFilter[]) => void;
}

function Figures({ profile, column, onFilter }: FiguresProps) {
  const { t } = useTranslation('results');
  const { rows, nulls, distinct, distinctIsEstimate, min, max, mean, histogram } = profile;
  return (
    <>
      <div className={styles.figure}>
        <b className={nulls > 0 ? styles.someNulls : ''}>{shareText(nulls, rows)}</b>
        <span>{formatCount(nulls)}</span>
      </div>
      <div className={styles.figure}>
        <b>
          {distinctIsEstimate ? '≈ ' : ''}
          {formatCount(distinct)}
        </b>
        <span>{distinct > 0 && distinct === rows - nulls ? t('all-different') : ''}</span>
      </div>
      <dl className={styles.range}>
        {(
          [
            ['min', min],
            ['mean', mean],
            ['max', max],
          ] as const
        ).map(([name, value]) =>
          value === undefined ? null : (
            <div key={name}>
              <dt>{t(name)}</dt>
              <dd title={value}>{name === 'mean' ? shortNumber(value) : value}</dd>
            </div>
          ),
        )}
      </dl>
      <Histogram column={column} bins={histogram} onFilter={onFilter} />
      <TopValues column={column} profile={profile} onFilter={onFilter} />
    </>
  );
}
