import { z } from 'zod';
import type { FieldMeta } from '../../../engine/contract/fields.ts';
import { field } from '../../../engine/contract/fields.ts';
import { rel } from '../../../engine/contract/rel.ts';
import type { CsvSource } from '../../../engine/contract/source-spec.ts';
import {
  asList,
  defineNode,
  paramPath,
  pathParam,
  pathSummary,
  withoutUndefined,
} from '../../define-node.ts';

const columnType = z
  .union(
    [
      field.type('Type'),
      z.strictObject({
        type: field.type('Type', 'DuckDB type, e.g. `DECIMAL(10,2)`'),
        format: z
          .string()
          .min(1)
          .optional()
          .meta({ title: 'Format', description: 'strptime pattern of a date or timestamp' }),
      }),
    ],
    { error: 'Give a type, or a type and a format.' },
  )
  .meta({ title: 'Type' });

const oneCharacter = (title: string, description: string) =>
  z.string().max(1, 'Give one character.').optional().meta({ title, description });

/** Those that people meet, most usual first; any other that the web knows works too. */
const ENCODINGS = [
  'utf-8',
  'windows-1252',
  'latin-1',
  'utf-16',
  'iso-8859-15',
  'windows-1250',
  'windows-1251',
  'shift_jis',
  'gb18030',
];

const params = z.strictObject({
  path: pathParam,
  delimiter: z.string().min(1).max(4, 'Give at most 4 characters.').optional().meta({
    title: 'Delimiter',
    description: 'Found by looking at the file when absent',
  }),
  quote: oneCharacter('Quote', 'Found when absent; empty text for a file without quotes'),
  escape: oneCharacter('Escape', 'Character that escapes a quote inside quotes'),
  encoding: z
    .string()
    .min(1)
    .optional()
    .meta({
      title: 'Encoding',
      description: 'utf-8 (default), utf-16, latin-1, windows-1252, ...',
      offers: ENCODINGS,
    } satisfies FieldMeta),
  header: z
    .boolean()
    .optional()
    .meta({ title: 'Header', description: 'Whether the first line names the columns' }),
  skip: z
    .int()
    .min(0)
    .optional()
    .meta({ title: 'Skip lines', description: 'Lines before the header or the first record' }),
  null_values: z
    .array(z.string())
    .optional()
    .meta({ title: 'Null values', description: 'Texts that mean null, besides the empty one' }),
  decimal: z.enum(['.', ',']).optional().meta({
    title: 'Decimal mark',
    description: 'Before the fraction of a number: a point when absent',
  }),
  thousands: oneCharacter('Thousands mark', 'Between the thousands of a number: none when absent'),
  columns: z
    .record(field.column('Column').meta({ port: 'output' } satisfies FieldMeta), columnType)
    .optional()
    .meta({ title: 'Column types', description: 'Types that win over the ones found' }),
  on_bad_row: z
    .enum(['fail', 'reject'])
    .default('fail')
    .meta({
      title: 'Bad rows',
      description: 'Stop the run, or send the line to the rejects port',
      labels: { fail: 'Stop', reject: 'Send to rejects' },
    }),
});

export const csv = defineNode({
  type: 'input.csv',
  version: 1,
  title: 'CSV file',
  category: 'input',
  description: 'Reads delimited text files; types are found or given.',
  keywords: [
    'csv',
    'tsv',
    'text',
    'delimited',
    'file',
    'read',
    'source',
    'load',
    'import',
    'input data',
  ],
  params,
  ports: { in: [], out: ['output', 'rejects'] },
  summarise: (p) => pathSummary(p.path),
  lower: ({ params: p, type }) => {
    const source: CsvSource = {
      format: 'csv',
      paths: asList(p.path),
      ...withoutUndefined({
        delimiter: p.delimiter,
        quote: p.quote,
        escape: p.escape,
        encoding: p.encoding,
        header: p.header,
        skip: p.skip,
        nullValues: p.null_values,
        decimal: p.decimal,
        thousands: p.thousands,
        columns:
          p.columns &&
          Object.entries(p.columns).map(([name, given]) =>
            typeof given === 'string'
              ? { name, type: type(given, paramPath('columns', name)) }
              : {
                  name,
                  type: type(given.type, paramPath('columns', name, 'type')),
                  ...withoutUndefined({ format: given.format }),
                },
          ),
      }),
      onBadRow: p.on_bad_row,
    };
    return { output: rel.scan(source), rejects: rel.scan(source, { output: 'rejects' }) };
  },
});
