/** What DuckDB alone does not do as the engine does. */
import type { Diagnostic } from '../../contract/diagnostic.ts';
import type { AggregateCall, Relation, Scan, Sink } from '../../contract/relation.ts';
import { walk } from '../../contract/relation.ts';
import type { Schema } from '../../contract/schema.ts';
import type { DatabaseFileSource } from '../../contract/source-spec.ts';
import { isCatalogTable, isTable } from '../../contract/file-target.ts';
import type { SourceDescription } from '../../contract/source.ts';
import { dependsOnOrder } from '../../sql/emit-aggregate.ts';
import { createRowOrder } from '../../sql/row-order.ts';
import type { DuckdbInput } from './steps.ts';
import { unwritable } from './written-columns.ts';

interface Refusal {
  readonly message: string;
  readonly hint: string;
  readonly param?: string;
}

type RefusalInput = Pick<DuckdbInput, 'plan' | 'describeSource'>;

interface Context extends Pick<DuckdbInput, 'describeSource'> {
  readonly isOrdered: (relation: Relation) => boolean;
  readonly schemaOf: (relation: Relation) => Schema;
}

/** One finding for each relation that is refused, in the order of the plan. */
export function notInDuckdb({ plan, describeSource }: RefusalInput): Diagnostic[] {
  const context: Context = {
    describeSource,
    isOrdered: createRowOrder(),
    schemaOf: (relation) => plan.schemaOf(relation) ?? [],
  };
  return walk(plan.sinks).flatMap((relation): Diagnostic[] => {
    const refusal = refusalOf(relation, context);
    if (refusal === undefined) return [];
    return [
      {
        severity: 'error',
        code: 'not-in-duckdb',
        ...refusal,
        ...(relation.origin === undefined ? {} : { node: relation.origin.node }),
      },
    ];
  });
}

function refusalOf(
  relation: Relation,
  { describeSource, isOrdered, schemaOf }: Context,
): Refusal | undefined {
  switch (relation.kind) {
    case 'scan':
      return scanRefusal(relation, describeSource);
    case 'sample':
      if (relation.method === 'first' || isOrdered(relation.input)) return undefined;
      return {
        message:
          'Which rows are drawn hangs on their order, and DuckDB gives rows after a join or a grouping in none.',
        hint: 'Sort before the sample.',
      };
    case 'aggregate':
    case 'pivot':
      return aggregateRefusal(relation.aggregates);
    case 'sink':
      return sinkRefusal(relation, schemaOf(relation.input));
    default:
      return undefined;
  }
}

function scanRefusal(
  scan: Scan,
  describeSource: (scan: Scan) => SourceDescription,
): Refusal | undefined {
  const { source } = scan;
  if (scan.output === 'rejects') {
    return {
      message: 'DuckDB does not keep rows that it could not read as Sluice does.',
      hint: 'Leave the rejects port of the step unused in pipelines to export.',
    };
  }
  if (source.format === 'arrow') {
    return { message: 'DuckDB reads no Arrow files by itself.', hint: 'Keep the file as Parquet.' };
  }
  if (source.format === 'database') {
    return {
      message: 'DuckDB alone reads from no database server.',
      hint: 'Run the pipeline with `sluice run`, or read a file of its rows.',
      param: 'connection',
    };
  }
  if (source.format === 'database-file') return databaseFileRefusal(source);
  if (source.format === 'json') return jsonRefusal(describeSource(scan));
  if (source.format !== 'csv') return undefined;
  const { encoding } = describeSource(scan).csv ?? {};
  if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) {
    return {
      message: `DuckDB does not read ${encoding} as Sluice does.`,
      hint: 'Keep the file as UTF-8.',
      param: 'encoding',
    };
  }
  const formatted = source.columns?.find(({ format }) => format !== undefined && format !== '');
  if (source.onBadRow === 'reject' && formatted !== undefined) {
    return {
      message: `DuckDB stops where "${formatted.name}" has a value of another format, and rejects no row for it.`,
      hint: 'Read the column as text and cast it in a step of its own.',
      param: 'columns',
    };
  }
  return undefined;
}

function databaseFileRefusal({ engine, query }: DatabaseFileSource): Refusal | undefined {
  if (engine === 'sqlite') {
    return {
      message: 'DuckDB reads SQLite files only with an extension that it fetches.',
      hint: 'Keep the table in a DuckDB or Parquet file.',
      param: 'engine',
    };
  }
  if (query === undefined) return undefined;
  return {
    message: 'A query finds its tables inside the file, which the other steps are outside of.',
    hint: 'Read the table, and do the rest in steps.',
    param: 'query',
  };
}

/** Fields whose names differ only by case are one to DuckDB; a dot in a name looks like an object. */
function jsonRefusal({ schema, jsonPaths = [] }: SourceDescription): Refusal | undefined {
  const renamed = jsonPaths.findIndex(
    (path, i) =>
      schema[i]?.name !== path.join('.') ||
      (path.length > 1 && path.some((field) => field.includes('.'))),
  );
  if (renamed < 0) return undefined;
  return {
    message: `DuckDB does not tell the field "${(jsonPaths[renamed] ?? []).join('.')}" from another one of the file.`,
    hint: 'Give the fields of the file names without dots that differ by more than case.',
    param: 'path',
  };
}

function aggregateRefusal(aggregates: readonly AggregateCall[]): Refusal | undefined {
  const open = aggregates.find(
    ({ call }) =>
      call.distinct === true && (call.orderBy?.length ?? 0) === 0 && dependsOnOrder(call),
  );
  if (open === undefined) return undefined;
  return {
    message: `DuckDB gives the different values of "${open.name}" in no order.`,
    hint: 'Give the aggregate an order.',
  };
}

function sinkRefusal({ target }: Sink, schema: Schema): Refusal | undefined {
  if (isTable(target)) {
    return {
      message: 'DuckDB alone writes to no database server.',
      hint: 'Write a file, or run the pipeline with `sluice run`.',
      param: 'connection',
    };
  }
  const { path, format, mode, partitionBy, csv } = target;
  if (isCatalogTable(path)) {
    return {
      message: "DuckDB has no tables of a cluster's catalog.",
      hint: 'Write a file, or push the pipeline to the cluster.',
      param: 'path',
    };
  }
  if (format === 'arrow') {
    return {
      message: 'DuckDB writes no Arrow files by itself.',
      hint: 'Write Parquet.',
      param: 'format',
    };
  }
  const column = unwritable(schema, format);
  if (column !== undefined) {
    return {
      message: `DuckDB does not write "${column.name}" (${column.type}) to ${format} as Sluice does.`,
      hint: 'Cast the column to DOUBLE or VARCHAR, or write Parquet.',
    };
  }
  if (format === 'csv' && (csv.delimiter > '\x7f' || csv.quote > '\x7f')) {
    return {
      message: 'DuckDB takes ASCII characters alone for delimiter and quote.',
      hint: 'Choose another character.',
      param: csv.delimiter > '\x7f' ? 'delimiter' : 'quote',
    };
  }
  if (mode !== 'overwrite' && partitionBy.length === 0) {
    return {
      message:
        mode === 'append' ? 'DuckDB appends to no file.' : 'DuckDB overwrites a file that exists.',
      hint: 'Set the mode to overwrite.',
      param: 'mode',
    };
  }
  if (mode === 'error') {
    return {
      message: 'DuckDB says nothing of a folder that exists and is empty.',
      hint: 'Set the mode to overwrite.',
      param: 'mode',
    };
  }
  return undefined;
}
