import type { TFunction } from 'i18next';
import type { RowSource } from '../../session/row-source.ts';
import { formatCount, formatDuration } from '../../ui/format.ts';

/** Exactly what the rows on screen are. */
export function extentText(
  { rows, extent, opened, from }: Pick<RowSource, 'rows' | 'extent' | 'opened' | 'from'>,
  milliseconds: number | undefined,
  t: TFunction<'results'>,
): string {
  const count = { count: rows, rows: formatCount(rows) };
  const parts: string[] = [];
  if (extent.kind === 'all') {
    parts.push(t('extent-all', count));
    if (opened) parts.push(t('extent-exactly'));
  } else if (extent.kind === 'first') parts.push(t('extent-first', count));
  else {
    parts.push(t('extent-rows', count));
    parts.push(t('extent-sampled', { rows: formatCount(extent.sourceRows) }));
  }
  if (from !== undefined) parts.push(t('from-cluster', { name: from }));
  if (milliseconds !== undefined) parts.push(formatDuration(milliseconds));
  return parts.join(' · ');
}
