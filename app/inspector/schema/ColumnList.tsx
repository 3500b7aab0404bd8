/** Columns with their types; only those in sight are there. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatType } from '../../../engine/contract/schema.ts';
import { startColumnTask } from '../../session/column-tasks.ts';
import { useStudio } from '../../session/studio.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import type { ColumnChange } from './diff-schemas.ts';
import rows from '../../ui/rows.module.css';
import styles from './SchemaTab.module.css';

const ROW = 24;

export interface ColumnListProps {
  readonly changes: readonly ColumnChange[];
  readonly isCompared: boolean;
  /** `node.port` of the columns. */
  readonly target: string;
}

export function ColumnList({ changes, isCompared, target }: ColumnListProps) {
  const { t } = useTranslation('inspector');
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const virtualizer = useVirtualizer({
    count: changes.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW,
    overscan: 10,
  });
  return (
    <div
      ref={setScroller}
      className={styles.list}
      // Names and types are the data's.
      translate="no"
      tabIndex={0}
      role="group"
      aria-label={t('schema-list')}
    >
      <ul className={rows.space} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const item = changes[index];
          if (item === undefined) return null;
          const { column, change, before } = item;
          const type = formatType(column.type);
          const text = before === undefined || !isCompared ? type : `${before} → ${type}`;
          return (
            <li
              key={`${change} ${column.name}`}
              className={`${rows.row} ${styles.column}`}
              data-change={isCompared ? change : 'same'}
              style={{ transform: `translateY(${start}px)` }}
              aria-setsize={changes.length}
              aria-posinset={index + 1}
            >
              <span className={`${rows.name} ${styles.name}`} title={column.name}>
                {column.name}
              </span>
              {isCompared && change !== 'same' ? (
                <span className={`${styles.mark} ${styles[change]}`}>{t(`change-${change}`)}</span>
              ) : null}
              <span className={`${rows.detail} ${styles.type}`} title={text}>
                {text}
              </span>
              {change === 'removed' ? null : <ColumnMenu target={target} column={column.name} />}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

interface ColumnMenuProps {
  readonly target: string;
  readonly column: string;
}

function ColumnMenu({ target, column }: ColumnMenuProps) {
  const { t } = useTranslation('inspector');
  const { session } = useStudio();
  return (
    <Menu
      trigger={
        <IconButton size="small" label={t('more')}>
          <Ellipsis aria-hidden />
        </IconButton>
      }
      entries={(['rename', 'usages'] as const).map((kind) => ({
        label: t(`column-${kind}`),
        onSelect: () => startColumnTask(session, kind, target, column),
      }))}
    />
  );
}
