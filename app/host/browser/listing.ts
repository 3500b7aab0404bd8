/** What of a folder is listed, and where keys lead in it. Pure. */
import type { FileEntry, FileKinds } from '../../platform/computer.ts';

const PIPELINE = /\.sluice\.json$/i;
/** Also compressed. */
const DATA =
  /\.(?:csv|tsv|tab|psv|parquet|pq|parq|json|ndjson|jsonl|geojson|arrow|arrows|feather|ipc|duckdb|db|sqlite3?)(?:\.(?:gz|gzip|zst|zstd))?$/i;

export type EntryKind = 'folder' | 'pipeline' | 'data' | 'other';

export function kindOf({ kind, name }: Pick<FileEntry, 'kind' | 'name'>): EntryKind {
  if (kind === 'folder') return 'folder';
  if (PIPELINE.test(name)) return 'pipeline';
  return DATA.test(name) ? 'data' : 'other';
}

/** Folders and the files of the kind that is asked for, of those whose name has the text. */
export function listed(
  entries: readonly FileEntry[],
  kinds: FileKinds,
  text: string,
): readonly FileEntry[] {
  const wanted = text.trim().toLowerCase();
  return entries.filter((entry) => {
    const kind = kindOf(entry);
    const fits = kinds === 'any' || kind === 'folder' || kind === kinds;
    return fits && entry.name.toLowerCase().includes(wanted);
  });
}

/** The row that a key leads to; undefined: it is no key of the list. */
export function moved(key: string, at: number, count: number): number | undefined {
  const last = count - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, at + 1);
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'PageDown':
      return Math.min(last, at + PAGE);
    case 'PageUp':
      return Math.max(0, at - PAGE);
    default:
      return undefined;
  }
}

const PAGE = 8;

/** What saving under a name in this folder would do. */
export type NameState = 'empty' | 'new' | 'taken' | 'folder';

export function nameState(name: string, entries: readonly FileEntry[]): NameState {
  const wanted = name.trim();
  if (wanted === '') return 'empty';
  const there = entries.find((entry) => entry.name === wanted);
  if (there === undefined) return 'new';
  return there.kind === 'folder' ? 'folder' : 'taken';
}
