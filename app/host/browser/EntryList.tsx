/** Folders and files, with sizes and dates. The filter above it has the focus and moves in it. */
import { File, FileJson, Folder, Sheet } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileEntry } from '../../platform/computer.ts';
import { formatBytes } from '../../ui/format.ts';
import styles from './FileBrowser.module.css';
import { kindOf } from './listing.ts';

const ICONS = { folder: Folder, pipeline: FileJson, data: Sheet, other: File } as const;

export const optionId = (index: number): string => `host-entry-${index}`;

export interface EntryListProps {
  readonly rows: readonly FileEntry[];
  readonly at: number;
  readonly chosen: readonly FileEntry[];
  readonly multiple: boolean;
  readonly onToggle: (entry: FileEntry, index: number) => void;
  readonly onTake: (entry: FileEntry) => void;
}

export function EntryList({ rows, at, chosen, multiple, onToggle, onTake }: EntryListProps) {
  const { t, i18n } = useTranslation('host');
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at, rows]);
  const date = new Intl.DateTimeFormat(i18n.language, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (
    <ul
      ref={list}
      id="host-entries"
      className={styles.entries}
      role="listbox"
      aria-label={t('entries')}
      aria-multiselectable={multiple}
    >
      {rows.map((entry, index) => {
        const kind = kindOf(entry);
        const Icon = ICONS[kind];
        const isChosen = chosen.some(({ token }) => token === entry.token);
        return (
          <li
            key={entry.token}
            id={optionId(index)}
            role="option"
            className={styles.entry}
            data-kind={kind}
            data-active={index === at || undefined}
            aria-selected={isChosen}
            // The focus stays where one types.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onToggle(entry, index)}
            onDoubleClick={() => (entry.kind === 'file' ? onTake(entry) : undefined)}
          >
            <Icon aria-hidden />
            <span className={styles.entryName}>{entry.name}</span>
            {entry.writable ? null : <span className={styles.tag}>{t('read-only')}</span>}
            <span className={styles.size}>
              {entry.kind === 'file' ? formatBytes(entry.size) : ''}
            </span>
            <time className={styles.date} dateTime={new Date(entry.modified).toISOString()}>
              {date.format(entry.modified)}
            </time>
          </li>
        );
      })}
    </ul>
  );
}
