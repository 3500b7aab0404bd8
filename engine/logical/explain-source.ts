import type { DatabaseRows, SourceSpec } from '../contract/source-spec.ts';
import { formatIdentifier, quoteText } from '../expression/quote.ts';

/** A source in a few words: its format and what it reads. */
export function describeSource(source: SourceSpec): string {
  switch (source.format) {
    case 'csv':
    case 'parquet':
    case 'json':
    case 'arrow':
      return `${source.format} ${source.paths.map(quoteText).join(', ')}`;
    case 'database':
      return `database ${source.credential} ${describeRows(source)}`;
    case 'database-file':
      return `${source.engine} ${source.paths.map(quoteText).join(', ')} ${describeRows(source)}`;
    case 'inline':
      return `inline ${source.rows.length} rows (${source.columns.map((c) => formatIdentifier(c.name)).join(', ')})`;
    case 'generate':
      return `${source.generate} ${formatIdentifier(source.name)} from ${source.start} to ${source.stop} step ${source.step}`;
  }
}

const describeRows = ({ table, query }: DatabaseRows): string =>
  query === undefined
    ? `table ${quoteText(table ?? '')}`
    : `query ${quoteText(query.trim().replaceAll(/\s+/g, ' '))}`;
