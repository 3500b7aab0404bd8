/** Each column at a glance: nulls, distinct values, range, distribution, most frequent values. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { RowSource } from '../../session/row-source.ts';
import { useSession } from '../../session/studio.ts';
import { formatCount } from '../../ui/format.ts';
import { Message } from '../../ui/Message.tsx';
import { EngineNotReady } from '../data/EngineNotReady.tsx';
import { Segments } from '../data/Segments.tsx';
import { useResults } from '../results-store.ts';
import { ColumnRow, ROW_HEIGHT } from './ColumnRow.tsx';
import styles from './ProfileTab.module.css';
import { useProfiles } from './use-profiles.ts';

export function ProfileTab() {
  const { t } = useTranslation('results');
  const preview = useSession((state) => state.preview);
  const isReady = useSession((state) => state.engine.status === 'ready');
  const rows = preview.status === 'done' || preview.status === 'loading' ? preview.rows : undefined;
  if (rows !== undefined) return <Profiles key={rows.target} rows={rows} />;
  if (!isReady) return <EngineNotReady />;
  if (preview.status === 'failed')
    return (
      <Message kind="error" title={preview.error.message}>
        {preview.error.hint}
      </Message>
    );
  if (preview.status === 'loading') return <Message kind="loading" title={t('computing')} />;
  return <Message title={t('no-step')}>{t('no-step-hint')}</Message>;
}

function Profiles({ rows }: { readonly rows: RowSource }) {
  const { t } = useTranslation('results');
  const host = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: rows.schema.length,
    getScrollElement: () => host.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 3,
  });
  const shown = list.getVirtualItems();
  const first = shown[0]?.index ?? 0;
  const last = shown.at(-1)?.index ?? -1;
  const { of, setOf, error, busy } = useProfiles(rows, first, last);
  const extent = useResults((state) => state.profiles?.extent);
  return (
    <div className={styles.tab}>
      <div className={styles.bar}>
        <Segments
          label={t('profile-of')}
          value={of}
          onChange={setOf}
          options={[
            { value: 'preview', label: t('profile-preview') },
            { value: 'all', label: t('profile-all') },
          ]}
        />
        <span className={styles.extent} role="status">
          {busy
            ? t('computing')
            : extent?.kind === 'sampled'
              ? t('extent-sampled', { rows: formatCount(extent.sourceRows) })
              : ''}
        </span>
        {error === undefined ? null : (
          <span className={styles.error} role="alert">
            {error.message}
          </span>
        )}
      </div>
      <div className={styles.head} aria-hidden>
        {(['column', 'nulls', 'distinct', 'range', 'distribution', 'top-values'] as const).map(
          (name) => (
            <span key={name}>{t(name)}</span>
          ),
        )}
      </div>
      <div ref={host} className={styles.list} role="list" aria-label={t('profile')} tabIndex={0}>
        <div style={{ height: list.getTotalSize(), position: 'relative' }}>
          {shown.map(({ index, start }) => {
            const column = rows.schema[index];
            return column === undefined ? null : (
              <ColumnRow key={column.name} column={column} rows={rows} top={start} />
            );
          })}
        </div>
      </div>
    </div>
  );
}
