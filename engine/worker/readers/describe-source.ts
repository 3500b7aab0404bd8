/** Looks at a source: schema, dialect, splits, rows where the format tells. Nothing is read twice. */
import type { SourceDescription } from '../../contract/source.ts';
import type { DescribeRequest } from '../protocol.ts';
import { describeJson } from './json/describe-json.ts';
import { describeParquet } from './parquet/describe-parquet.ts';
import { describeCsv, type DescribeContext } from './csv/describe-csv.ts';

export async function describeSource(
  request: DescribeRequest,
  context: DescribeContext,
): Promise<SourceDescription> {
  const { spec, files } = request;
  switch (spec.format) {
    case 'csv':
      return describeCsv({ spec, files }, context);
    case 'parquet':
      return describeParquet({ spec, files }, context);
    case 'json':
      return describeJson({ spec, files }, context);
    default:
      throw new Error('not yet');
  }
}
