/** Where rows come from. */
import type { Scan } from '../../contract/relation.ts';
import type { Schema } from '../../contract/schema.ts';
import type { InlineSource } from '../../contract/source-spec.ts';
import type { SourceDescription } from '../../contract/source.ts';
import { javaPattern } from '../date-patterns.ts';
import type { Frame, SparkField } from '../frame.ts';
import { refuse } from '../refusal.ts';
import { translateLiteral } from '../translate/literals.ts';
import { sparkType } from '../types.ts';
import type { RelationContext } from './context.ts';
import { sparkPaths } from './paths.ts';
import { generateFrame } from './generate.ts';

export function scanFrame(scan: Scan, context: RelationContext): Frame {
  if (scan.output === 'rejects') {
    return refuse('Spark keeps no rows that it could not read.', 'Leave the rejects port unused.');
  }
  const description = context.describeSource(scan);
  const read = readFrame(scan, description);
  if (scan.columns === undefined) return read;
  return {
    kind: 'select',
    input: read,
    columns: scan.columns.map((name) => ({ name, expression: { kind: 'column', name } })),
  };
}

const fieldsOf = (schema: Schema): SparkField[] =>
  schema.map(({ name, type }) => ({ name, type: sparkType(type) }));

function readFrame({ source }: Scan, description: SourceDescription): Frame {
  switch (source.format) {
    case 'inline':
      return valuesFrame(source);
    case 'generate':
      return generateFrame(source);
    case 'parquet':
      return { kind: 'read', source: { format: 'parquet', paths: sparkPaths(source.paths) } };
    case 'arrow':
      return refuse('Spark reads no Arrow files.', 'Write the file as Parquet.');
    case 'json': {
      if (source.flatten > 0) return refuse('Flattened JSON is not translated to Spark.');
      return {
        kind: 'read',
        source: {
          format: 'json',
          paths: sparkPaths(source.paths),
          schema: fieldsOf(description.schema),
          array: source.layout === 'array',
        },
      };
    }
    case 'csv':
      return csvFrame(sparkPaths(source.paths), description);
  }
}

function csvFrame(paths: readonly string[], { csv, schema }: SourceDescription): Frame {
  if (csv === undefined) return refuse('The dialect of the CSV file is not known.');
  if (csv.skip > 0) return refuse('Spark skips no lines before a header.');
  if (csv.nullValues.length > 1) {
    return refuse(
      'Spark takes one text as null.',
      'Read as text and make the others null in a step.',
    );
  }
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
        nullValue: csv.nullValues[0] ?? '',
        ...(csv.dateFormat === undefined ? {} : { dateFormat: javaPattern(csv.dateFormat) }),
        ...(csv.timestampFormat === undefined
          ? {}
          : { timestampFormat: javaPattern(csv.timestampFormat) }),
      },
    },
  };
}

function valuesFrame({ columns, rows }: InlineSource): Frame {
  return {
    kind: 'values',
    schema: fieldsOf(columns),
    rows: rows.map((row) =>
      row.map((cell, i) => {
        const column = columns[i];
        const { expression } = translateLiteral(cell);
        if (expression.kind !== 'literal' || column === undefined) {
          return refuse('A value of the table is not a plain literal.');
        }
        return { ...expression, type: sparkType(column.type) };
      }),
    ),
  };
}
