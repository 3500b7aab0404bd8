/** Selected cells to the clipboard. */
import type { TFunction } from 'i18next';
import type { Schema } from '../../../engine/contract/schema.ts';
import type { Studio } from '../../session/studio.ts';
import { formatCount } from '../../ui/format.ts';
import { formatTsv } from './cell-text.ts';
import type { RowReader } from './row-reader.ts';
import type { Box } from './selection.ts';

/** A clipboard is no place for tables of any size. */
const MOST_CELLS = 1_000_000;

export async function copyCells(
  { notify }: Pick<Studio, 'notify'>,
  reader: RowReader | undefined,
  schema: Schema,
  { top, bottom }: Box,
  columns: readonly number[],
  withNames: boolean,
  t: TFunction<'results'>,
): Promise<void> {
  if (reader === undefined || columns.length === 0 || bottom < top) return;
  const rows = bottom - top + 1;
  if (rows * columns.length > MOST_CELLS) {
    notify({
      kind: 'warning',
      text: t('copy-too-large', { count: formatCount(MOST_CELLS) }),
      hint: t('copy-too-large-hint'),
    });
    return;
  }
  const read = await reader.readRange(top, bottom, columns);
  if (!read.ok) {
    notify({ kind: 'error', text: t('copy-failed'), hint: read.error.message });
    return;
  }
  const names = columns.map((column) => schema[column]?.name ?? '');
  await copyText({ notify }, formatTsv(read.value, withNames ? names : undefined), t, rows);
}

/** Text to the clipboard, and a word about it. */
export async function copyText(
  { notify }: Pick<Studio, 'notify'>,
  text: string,
  t: TFunction<'results'>,
  rows?: number,
): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify({
      kind: 'success',
      text: rows === undefined ? t('copied') : t('copied-rows', { count: rows }),
    });
  } catch (thrown) {
    const hint = thrown instanceof Error ? thrown.message : String(thrown);
    notify({ kind: 'error', text: t('copy-failed'), hint });
  }
}
