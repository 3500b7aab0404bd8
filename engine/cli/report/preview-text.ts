/** The rows of a preview as text. */
import type { Preview } from '../../run/engine-api.ts';
import { formatCsv, formatJson } from '../../values/write-rows.ts';
import type { Output } from '../host.ts';
import { formatCount } from '../terminal/format-amount.ts';
import { formatTable } from '../terminal/table.ts';

export const PREVIEW_FORMATS = ['table', 'csv', 'json'] as const;

export async function formatPreview(
  { schema, ipc, complete }: Preview,
  format: (typeof PREVIEW_FORMATS)[number],
  { width, style }: Output,
): Promise<string> {
  // Loaded here: the other commands need no Arrow, which takes as long to load as all the rest.
  const { readRows } = await import('../../values/rows.ts');
  const rows = readRows(schema, ipc);
  switch (format) {
    case 'csv':
      return formatCsv(schema, rows);
    case 'json':
      return formatJson(schema, rows);
    case 'table': {
      const count = formatCount(rows.length, 'row');
      const footer = complete ? count : `${count}, there are more`;
      return `${formatTable(schema, rows, width, style)}${style.dim(footer)}\n`;
    }
  }
}
