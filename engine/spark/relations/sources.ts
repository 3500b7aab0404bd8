/** Where rows come from. */
import type { Scan } from '../../contract/relation.ts';
import type { ScalarTypeName, Schema } from '../../contract/schema.ts';
import { sameName } from '../../contract/schema.ts';
import type { CsvSource, JsonSource } from '../../contract/source-spec.ts';
import type { SourceDescription } from '../../contract/source.ts';
import { splitsOfSource } from '../../contract/source.ts';
import { columnPattern } from '../date-patterns.ts';
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import type { Frame, SparkCsvOptions, SparkField, SparkNamed } from '../frame.ts';
import { tableProblem } from '../catalog-tables.ts';
import { refuse } from '../refusal.ts';
import type { SparkType } from '../types.ts';
import { sparkType } from '../types.ts';
import type { RelationContext } from './context.ts';
import { sparkPaths } from './paths.ts';
import { generateFrame } from './generate.ts';
import { valuesFrame } from './values.ts';

export function scanFrame(scan: Scan, context: RelationContext): Frame {
  const given = context.given?.(scan);
  if (given === undefined) return readScan(scan, context);
  return 'name' in given
    ? chosenColumns(scan, { kind: 'step', name: given.name })
    : readScan(scan, context, given.paths);
}

/** Of all that a source has. */
function chosenColumns({ columns }: Scan, rows: Frame): Frame {
  if (columns === undefined) return rows;
  const named = columns.map((name) => ({ name, expression: { kind: 'column', name } as const }));
  return { kind: 'select', input: rows, columns: named };
}

/** The same files under other names. */
const atPaths = (scan: Scan, paths: readonly string[]): Scan =>
  'paths' in scan.source ? { ...scan, source: { ...scan.source, paths } } : scan;

/**
 * @param paths of the same files as Spark is to name them; absent: as the pipeline does
 * @throws NotOnSpark where Spark would not give the same rows
 */
export function readScan(
  scan: Scan,
  context: Pick<RelationContext, 'describeSource' | 'note'>,
  paths?: readonly string[],
): Frame {
  if (scan.output === 'rejects') {
    return refuse('Spark keeps no rows that it could not read.', 'Leave the rejects port unused.');
  }
  const description = context.describeSource(scan);
  if (splitsOfSource(description).some((split) => Object.keys(split.partitionValues).length > 0)) {
    return refuse(
      'Columns that stand in the names of folders (`year=2024`) are read otherwise by Spark.',
      'Write their values into the files.',
    );
  }
  if ((description.jsonMixed ?? []).length > 0) {
    context.note({
      severity: 'info',
      message:
        'Where a column has values of several kinds, Spark keeps their text as it stands in the file: 1.50 is not made 1.5.',
      hint: 'Write the values of a column in one kind.',
    });
  }
  const read = readFrame(paths === undefined ? scan : atPaths(scan, paths), description);
  return chosenColumns(scan, read);
}

const fieldsOf = (schema: Schema): SparkField[] =>
  schema.map(({ name, type }) => ({ name, type: sparkType(type) }));

function readFrame({ source }: Scan, description: SourceDescription): Frame {
  const problem = 'paths' in source ? tableProblem(source.paths, source.format) : undefined;
  if (problem !== undefined) return refuse(problem.message, problem.hint);
  switch (source.format) {
    case 'inline':
      return valuesFrame(source);
    case 'generate':
      return generateFrame(source);
    case 'parquet':
      return parquetFrame(source.paths, description.schema);
    case 'database':
    case 'database-file':
      return refuse(
        'Programs for Spark read files alone, no databases.',
        'Write the rows to Parquet and read that.',
      );
    case 'arrow':
      return refuse('Spark reads no Arrow files.', 'Write the file as Parquet.');
    case 'json': {
      const paths = sparkPaths(source.paths);
      const { jsonPaths = [], schema } = description;
      if (jsonPaths.some((path, i) => path.length === 1 && path[0] !== schema[i]?.name)) {
        return refuse(
          'Spark does not tell fields of JSON apart whose names differ in case alone.',
          'Give the fields other names.',
        );
      }
      return source.flatten > 0
        ? flattened(paths, description, isArray(source, description))
        : jsonFrame(paths, fieldsOf(description.schema), isArray(source, description));
    }
    case 'csv':
      return csvFrame(source, description);
  }
}

function parquetFrame(paths: readonly string[], schema: Schema): Frame {
  if (schema.some(({ type }) => type.kind === 'scalar' && type.name === 'UUID')) {
    return refuse('Spark reads UUIDs in Parquet as bytes.', 'Write them into the file as text.');
  }
  const columns = schema.map(({ name }) => name);
  return { kind: 'read', source: { format: 'parquet', paths: sparkPaths(paths), columns } };
}

const jsonFrame = (
  paths: readonly string[],
  schema: readonly SparkField[],
  array: boolean,
): Frame => ({ kind: 'read', source: { format: 'json', paths, schema, array } });

/** Where the user leaves the layout open, all files that were looked into tell it. */
function isArray({ layout }: JsonSource, description: SourceDescription): boolean {
  if (layout !== 'auto') return layout === 'array';
  const found = new Set(
    splitsOfSource(description).map((split) => (split.kind === 'json' ? split.layout : layout)),
  );
  if (found.has('values')) {
    return refuse('Spark reads one JSON value of several lines in a file, or one in each line.');
  }
  if (found.size > 1) return refuse('Spark reads JSON files of one layout.');
  return found.has('array');
}

/** Reads nested objects as they are, and takes the columns out of them. */
function flattened(
  paths: readonly string[],
  { schema, jsonPaths = [] }: SourceDescription,
  array: boolean,
): Frame {
  const leaves = schema.map(({ name, type }, i) => ({
    name,
    path: jsonPaths[i] ?? [name],
    type: sparkType(type),
  }));
  const columns = leaves.map(({ name, path: [first = '', ...rest] }): SparkNamed => ({
    name,
    expression: rest.reduce<SparkExpression>(
      (operand, field) => ({ kind: 'field', operand, name: field }),
      sx.column(first),
    ),
  }));
  return { kind: 'select', input: jsonFrame(paths, nestedFields(leaves), array), columns };
}

interface Leaf {
  readonly path: readonly string[];
  readonly type: SparkType;
}

function nestedFields(leaves: readonly Leaf[]): SparkField[] {
  const groups = new Map<string, Leaf[]>();
  for (const { path, type } of leaves) {
    const [first = '', ...rest] = path;
    groups.set(first, [...(groups.get(first) ?? []), { path: rest, type }]);
  }
  return [...groups].map(([name, group]) => {
    const [only] = group;
    const whole = group.length === 1 && only?.path.length === 0;
    return { name, type: whole ? only.type : { kind: 'struct', fields: nestedFields(group) } };
  });
}

function formatOption(
  name: 'dateFormat' | 'timestampFormat',
  formats: ReadonlySet<string | undefined>,
): Partial<SparkCsvOptions> {
  if (formats.size > 1) {
    return refuse(
      'Spark reads the dates of a file in one format.',
      'Read columns of other formats as text, and cast them in a step.',
    );
  }
  const [format] = formats;
  return format === undefined ? {} : { [name]: columnPattern(format) };
}

function csvFrame(source: CsvSource, { csv, schema }: SourceDescription): Frame {
  const paths = sparkPaths(source.paths);
  if (source.onBadRow === 'reject') {
    return refuse(
      'Spark does not go on after a row that it cannot read.',
      'Let bad rows fail, or read as text and cast with rejects in a step.',
    );
  }
  if (csv === undefined) return refuse('The dialect of the CSV file is not known.');
  if (csv.skip > 0) return refuse('Spark skips no lines before a header.');
  if (schema.length === 1) {
    return refuse(
      'Spark passes over empty lines, which are nulls in a CSV file of one column.',
      'Write the file as Parquet, or with a further column.',
    );
  }
  if ((csv.decimal ?? '.') !== '.' || csv.thousands !== undefined) {
    return refuse(
      'Spark reads numbers with a point before the fraction, and nothing between thousands.',
      'Read as text, and replace and cast in a step.',
    );
  }
  const nulls = csv.nullValues.filter((text) => text !== '');
  if (nulls.length > 1) {
    return refuse(
      'Spark takes one text as null besides the empty one.',
      'Read as text and make the others null in a step.',
    );
  }
  /** Of the columns with a type: their own, else that of the file. */
  const formatsOf = (type: ScalarTypeName, shared: string | undefined): Set<string | undefined> =>
    new Set(
      schema
        .filter((column) => column.type.kind === 'scalar' && column.type.name === type)
        .map(({ name }) => source.columns?.find((each) => sameName(each.name, name))?.format)
        .map((own) => own ?? shared),
    );
  return {
    kind: 'read',
    source: {
      format: 'csv',
      paths,
      schema: fieldsOf(schema),
      options: {
        delimiter: csv.delimiter,
        quote: csv.quote,
        escape: csv.escape,
        header: csv.header,
        encoding: csv.encoding,
        nullValue: nulls[0] ?? '',
        ...formatOption('dateFormat', formatsOf('DATE', csv.dateFormat)),
        ...formatOption('timestampFormat', formatsOf('TIMESTAMP', csv.timestampFormat)),
      },
    },
  };
}
