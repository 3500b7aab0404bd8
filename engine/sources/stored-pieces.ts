/** A split of unknown size as splits of what was stored of it, piece by piece. */
import type { SourceDescription, Split, StoredPiece } from '../contract/source.ts';

export type DatabaseSplit = Extract<Split, { kind: 'database' }>;

/** Whether the rows must be stored in pieces before they are read. */
export const isUnbounded = (split: Split): split is DatabaseSplit =>
  split.kind === 'database' &&
  split.unbounded === true &&
  split.limit === undefined &&
  split.stored === undefined;

/** Where no column is needed, rows are counted by the first one. */
export const columnsToRead = (
  { schema }: Pick<SourceDescription, 'schema'>,
  needed: readonly string[],
): readonly string[] => (needed.length > 0 ? needed : schema.slice(0, 1).map(({ name }) => name));

/**
 * In row order, each as soon as it is there; at least one.
 * @param next stores the next piece; undefined behind the last one
 */
export async function* storedPieces(
  split: DatabaseSplit,
  next: (piece: number) => Promise<Omit<StoredPiece, 'rowsBefore'> | undefined>,
): AsyncGenerator<DatabaseSplit> {
  let rowsBefore = 0;
  for (let piece = 0; ; piece += 1) {
    const block = await next(piece);
    if (block === undefined) {
      // No rows, but still their columns.
      if (piece === 0) yield { ...split, limit: 0, rows: 0, bytes: 0 };
      return;
    }
    const { rows, bytes } = block;
    yield { ...split, rows, bytes, stored: { ...block, rowsBefore } };
    rowsBefore += rows;
  }
}
