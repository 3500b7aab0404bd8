/** How Spark's readers and writers are told to read and write files as Sluice does. */
import type { FileTarget } from '../contract/file-target.ts';
import type { SparkSource } from './frame.ts';

export type SparkOption = readonly [name: string, value: string | boolean];

const UTF8 = /^utf-?8$/i;

/** Besides the schema. */
export function readOptions(source: SparkSource): readonly SparkOption[] {
  if (source.format === 'parquet') return [];
  if (source.format === 'json') {
    return [...(source.array ? [['multiLine', true] as const] : []), ['mode', 'FAILFAST']];
  }
  const { options } = source;
  return [
    ['header', options.header],
    ...(options.delimiter === ',' ? [] : [['sep', options.delimiter] as const]),
    ...(options.quote === '"' ? [] : [['quote', options.quote] as const]),
    // DuckDB doubles quotes inside of quotes; Spark puts a backslash before them unless told.
    ['escape', options.escape === '' ? options.quote : options.escape],
    ...(UTF8.test(options.encoding) ? [] : [['encoding', options.encoding] as const]),
    // The empty text becomes the text that is null.
    ...(options.nullValue === ''
      ? []
      : ([
          ['nullValue', options.nullValue],
          ['emptyValue', options.nullValue],
        ] as const)),
    ...(options.dateFormat === undefined ? [] : [['dateFormat', options.dateFormat] as const]),
    ...(options.timestampFormat === undefined
      ? []
      : [['timestampNTZFormat', options.timestampFormat] as const]),
    ['multiLine', true],
    ['mode', 'FAILFAST'],
  ];
}

export interface SparkWriteFormat {
  readonly format: 'parquet' | 'text' | 'json' | 'csv';
  readonly options: readonly SparkOption[];
}

/** A JSON array is written as the one text that `jsonArray` makes of the rows. */
export function writeFormat({ format, compression, csv }: FileTarget): SparkWriteFormat {
  const compressed: readonly SparkOption[] =
    compression === undefined ? [] : [['compression', compression]];
  if (format === 'parquet') return { format, options: compressed };
  if (format === 'json') return { format: 'text', options: compressed };
  if (format !== 'csv') {
    return { format: 'json', options: [...compressed, ['ignoreNullFields', false]] };
  }
  return {
    format,
    options: [
      ['header', csv.header],
      ...(csv.delimiter === ',' ? [] : [['sep', csv.delimiter] as const]),
      ...(csv.quote === '"' ? [] : [['quote', csv.quote] as const]),
      ['escape', csv.quote],
      ...(csv.nullValue === '' ? [] : [['nullValue', csv.nullValue] as const]),
      ...compressed,
    ],
  };
}
