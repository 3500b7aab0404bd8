/** Looks at a source: schema, dialect, splits, and its rows where the format tells. */
import type { SourceDescription } from '../../contract/source.ts';
import { internalError } from '../../contract/errors.ts';
import type { DescribeOutcome, DescribeRequest } from '../protocol.ts';
import { describeArrow } from './arrow/read-arrow.ts';
import { describeCsv, type DescribeContext } from './csv/describe-csv.ts';
import { describeGenerate, describeInline } from './describe-generated.ts';
import { describeDatabaseFile } from './database/describe-database-file.ts';
import { describeJson } from './json/describe-json.ts';
import { describeParquet } from './parquet/describe-parquet.ts';

/**
 * Splits depend on the files and on `splitBytes` alone. Throws `EngineFailure`: user errors say what
 * is wrong with which file.
 */
export async function describeSource(
  request: DescribeRequest,
  context: DescribeContext,
): Promise<DescribeOutcome> {
  const { spec } = request;
  if (spec.format === 'csv') return describeCsv({ ...request, spec }, context);
  return { kind: 'described', description: await describeAtOnce(request, context) };
}

async function describeAtOnce(
  { spec, files }: DescribeRequest,
  context: DescribeContext,
): Promise<SourceDescription> {
  switch (spec.format) {
    case 'csv':
      throw internalError('CSV files are described in two steps');
    case 'parquet':
      return describeParquet({ spec, files }, context);
    case 'json':
      return describeJson({ spec, files }, context);
    case 'arrow':
      return describeArrow({ spec, files }, context);
    case 'database':
      throw internalError('the coordinator itself looks at databases');
    case 'database-file':
      return describeDatabaseFile({ spec, files }, context);
    case 'inline':
      return describeInline({ spec, files });
    case 'generate':
      return describeGenerate({ spec, files }, context.session);
  }
}
