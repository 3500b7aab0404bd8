import type { KnownProfiles } from '../results-store.ts';
import type { ColumnNote } from './grid-header.ts';

/** What headers show of profiles. */
export function notesOf(profiles: KnownProfiles | undefined): ReadonlyMap<string, ColumnNote> {
  const notes = new Map<string, ColumnNote>();
  for (const [name, { rows, nulls, histogram }] of profiles?.columns ?? []) {
    const most = Math.max(1, ...histogram.map((bin) => bin.rows));
    notes.set(name, {
      nulls: rows === 0 ? 0 : nulls / rows,
      bars: histogram.map((bin) => bin.rows / most),
    });
  }
  return notes;
}
