import { z } from 'zod';
import type { FieldMeta } from '../../../engine/contract/fields.ts';
import { field } from '../../../engine/contract/fields.ts';
import { rel } from '../../../engine/contract/rel.ts';
import type { FileTarget } from '../../../engine/contract/file-target.ts';
import { formatOfPath, schemeOf } from '../../../engine/contract/file-target.ts';
import {
  columnList,
  defineNode,
  findDuplicate,
  INPUT,
  withoutUndefined,
} from '../../define-node.ts';

type Format = FileTarget['format'];
type Compression = NonNullable<FileTarget['compression']>;

const COMPRESSIONS: Readonly<Record<Format, readonly Compression[]>> = {
  csv: ['none', 'gzip', 'zstd'],
  json: ['none', 'gzip', 'zstd'],
  ndjson: ['none', 'gzip', 'zstd'],
  parquet: ['none', 'snappy', 'gzip', 'zstd'],
  // Compressed IPC bodies cannot be read back by DuckDB's Arrow decoder.
  arrow: ['none'],
};

/** Formats whose files can grow at their end. */
const APPENDABLE: readonly Format[] = ['csv', 'ndjson'];

const TITLES: Readonly<Record<Format, string>> = {
  csv: 'CSV',
  parquet: 'Parquet',
  json: 'JSON',
  ndjson: 'JSON lines',
  arrow: 'Arrow',
};

const OF_CSV = { format: ['csv'] };

const CSV_OPTIONS = ['delimiter', 'quote', 'header', 'null_value'] as const;

const params = z
  .strictObject({
    path: field.path('Path', 'File to write; a folder when partitioned. Relative to the document'),
    format: z.enum(['csv', 'parquet', 'json', 'ndjson', 'arrow']).meta({
      title: 'Format',
      description: 'JSON is one array, JSON lines one object per line',
      labels: { csv: 'CSV', json: 'JSON', ndjson: 'JSON lines (ndjson)' },
    } satisfies FieldMeta),
    partition_by: field
      .columns('Partition by', 'Write one folder `column=value` per value of these columns')
      .refine(
        (names) => findDuplicate(names) === undefined,
        'A column is named twice: remove one of the two.',
      )
      .default([]),
    mode: z
      .enum(['overwrite', 'append', 'error'])
      .default('overwrite')
      .meta({
        title: 'When it exists',
        description: 'Replace it, add to it, or stop',
        labels: { error: 'Stop' },
      }),
    compression: z
      .enum(['none', 'gzip', 'zstd', 'snappy'])
      .optional()
      .meta({ title: 'Compression', description: "The format's usual one when absent" }),
    delimiter: z
      .string()
      .length(1, 'Give one character.')
      .optional()
      .meta({
        title: 'Delimiter',
        description: 'CSV only; a comma when absent',
        when: OF_CSV,
      } satisfies FieldMeta),
    quote: z
      .string()
      .length(1, 'Give one character.')
      .optional()
      .meta({
        title: 'Quote',
        description: 'CSV only; a double quote when absent',
        when: OF_CSV,
      } satisfies FieldMeta),
    header: z
      .boolean()
      .optional()
      .meta({
        title: 'Header',
        description: 'CSV only; write the column names first',
        when: OF_CSV,
      } satisfies FieldMeta),
    null_value: z
      .string()
      .optional()
      .meta({
        title: 'Null as',
        description: 'CSV only; nothing when absent',
        when: OF_CSV,
      } satisfies FieldMeta),
  })
  .superRefine((p, check) => {
    const problem = (path: string, message: string): void =>
      check.addIssue({ code: 'custom', path: [path], message });
    for (const option of CSV_OPTIONS) {
      if (p[option] !== undefined && p.format !== 'csv') {
        problem(option, `Only CSV takes this: clear it, or choose CSV as the format.`);
      }
    }
    const possible = COMPRESSIONS[p.format];
    if (p.compression !== undefined && !possible.includes(p.compression)) {
      problem('compression', `For ${p.format} choose one of: ${possible.join(', ')}.`);
    }
    const isFile = p.partition_by.length === 0 && schemeOf(p.path) === undefined;
    if (p.mode === 'append' && isFile && !APPENDABLE.includes(p.format)) {
      problem(
        'mode',
        `Nothing can be added to a ${p.format} file: write CSV or NDJSON, or partition the output.`,
      );
    }
    const { delimiter = ',', quote = '"', null_value: nullValue = '' } = p;
    if (delimiter === quote) problem('quote', 'The quote must differ from the delimiter.');
    const reserved = ['\n', '\r', delimiter, quote].filter((text) => text !== '');
    if (/[\n\r]/.test(delimiter))
      problem('delimiter', 'A line break ends rows, so it cannot stand between values.');
    if (/[\n\r]/.test(quote)) problem('quote', 'A line break cannot enclose values.');
    if (reserved.some((text) => nullValue.includes(text))) {
      problem(
        'null_value',
        'It is written without quotes, so it can have no delimiter, quote or line break.',
      );
    }
  });

export const file = defineNode({
  type: 'output.file',
  version: 1,
  title: 'Write file',
  category: 'output',
  description: 'Writes the rows to a file, whole or not at all.',
  keywords: [
    'write',
    'save',
    'export',
    'download',
    'file',
    'csv',
    'parquet',
    'json',
    'arrow',
    'sink',
    'output data',
  ],
  params,
  start: ({ name = 'rows' }) => ({ path: `${name}.csv`, format: 'csv' }),
  ports: { in: INPUT, out: [] },
  summarise: (p) => p.path,
  lower: (context) => {
    const p = context.params;
    const input = context.input();
    const partitionBy = columnList(context, input, p.partition_by, 'partition_by');
    if (partitionBy.length > 0 && partitionBy.length === input.schema.length) {
      context.fail({
        code: 'no-columns-left',
        message: 'All columns are in "partition_by": nothing is left to write.',
        hint: 'Leave at least one column out of it.',
        param: 'partition_by',
      });
    }
    const named = formatOfPath(p.path);
    // A folder may be called as it likes: the names of the files in it are ours.
    if (named !== undefined && named !== p.format && partitionBy.length === 0) {
      context.warn({
        code: 'format-differs',
        message: `${p.path} is written as ${TITLES[p.format]}, though its name says ${TITLES[named]}.`,
        hint: `Choose ${TITLES[named]} as the format, or end the path in .${p.format}.`,
        param: 'format',
      });
    }
    return {
      sink: rel.sink(input.relation, {
        path: p.path,
        format: p.format,
        partitionBy,
        mode: p.mode,
        ...withoutUndefined({ compression: p.compression }),
        csv: {
          delimiter: p.delimiter ?? ',',
          quote: p.quote ?? '"',
          header: p.header ?? true,
          nullValue: p.null_value ?? '',
        },
      }),
    };
  },
});
