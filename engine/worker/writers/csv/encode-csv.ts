/** Rows as CSV, byte for byte as DuckDB's COPY writes them. */
import type { Data, Table } from 'apache-arrow';
import type { FileTarget } from '../../../contract/file-target.ts';
import type { ColumnType, Schema } from '../../../contract/schema.ts';
import { scalar } from '../../../contract/schema.ts';
import { getBit } from '../../arrow/bitmap.ts';
import { offsetsOf, validityOf } from '../../arrow/layout.ts';
import { ByteSink } from '../text/byte-sink.ts';
import { isPrinted, valueWriter, type ValueWriter } from '../text/value-writers.ts';
import { csvDialect, needsNoQuotes, writeField, type CsvDialect } from './csv-dialect.ts';

/** The type in which `encodeCsv` wants a column: text where only DuckDB can print it. */
export const csvType = (type: ColumnType): ColumnType =>
  isPrinted(type) ? type : scalar('VARCHAR');

const LINE_END = 0x0a;

/**
 * @param schema the columns' own types; the table has them as `csvType` says
 * @param first writes the header, if the file is to have one
 */
export function encodeCsv(
  table: Table,
  schema: Schema,
  target: FileTarget,
  first: boolean,
): Uint8Array {
  const dialect = csvDialect(target);
  const sink = new ByteSink();
  if (first && target.csv.header) writeHeader(sink, schema, dialect);
  let rows = 0;
  for (const { data, numRows } of table.batches) {
    const writers = schema.map(({ type }, i) =>
      fieldWriter(data.children[i] as Data, type, dialect),
    );
    writeRows(sink, writers, numRows, dialect.delimiter);
    rows += numRows;
    sink.expect(rows, table.numRows);
  }
  return sink.finish();
}

function writeHeader(sink: ByteSink, schema: Schema, dialect: CsvDialect): void {
  const encoder = new TextEncoder();
  schema.forEach(({ name }, i) => {
    if (i > 0) sink.write(dialect.delimiter);
    const bytes = encoder.encode(name);
    writeField(sink, bytes, 0, bytes.length, dialect);
  });
  sink.writeByte(LINE_END);
}

function writeRows(
  sink: ByteSink,
  writers: readonly ValueWriter[],
  rows: number,
  delimiter: Uint8Array,
): void {
  const [first, ...others] = writers;
  const [byte] = delimiter;
  const separate =
    delimiter.length === 1 && byte !== undefined
      ? () => sink.writeByte(byte)
      : () => sink.write(delimiter);
  for (let row = 0; row < rows; row++) {
    first?.(sink, row);
    for (let i = 0; i < others.length; i++) {
      separate();
      (others[i] as ValueWriter)(sink, row);
    }
    sink.writeByte(LINE_END);
  }
}

function fieldWriter(data: Data, type: ColumnType, dialect: CsvDialect): ValueWriter {
  const write = isPrinted(type) ? printedWriter(data, type, dialect) : textWriter(data, dialect);
  const validity = validityOf(data);
  if (validity === undefined) return write;
  const { offset } = data;
  const { nullText } = dialect;
  return (sink, row) => {
    if (getBit(validity, offset + row) === 1) write(sink, row);
    else sink.write(nullText);
  };
}

function textWriter(data: Data, dialect: CsvDialect): ValueWriter {
  const offsets = offsetsOf(data);
  const bytes = data.values as Uint8Array;
  return (sink, row) =>
    writeField(sink, bytes, offsets[row] as number, offsets[row + 1] as number, dialect);
}

const NUMBERS = '0123456789+-.einfa';
const MOMENTS = `${NUMBERS} :()BCinfty`;

/** Every character of a value; too many only cost time. */
function charactersOf(type: ColumnType): string {
  if (type.kind !== 'scalar') return NUMBERS;
  switch (type.name) {
    case 'BOOLEAN':
      return 'truefals';
    case 'DATE':
    case 'TIME':
    case 'TIMESTAMP':
    case 'TIMESTAMP WITH TIME ZONE':
      return MOMENTS;
    default:
      return NUMBERS;
  }
}

function printedWriter(data: Data, type: ColumnType, dialect: CsvDialect): ValueWriter {
  const write = valueWriter(data, type);
  if (needsNoQuotes(charactersOf(type), dialect)) return write;
  return (sink, row) => {
    const start = sink.at;
    write(sink, row);
    const text = sink.bytes.slice(start, sink.at);
    sink.at = start;
    writeField(sink, text, 0, text.length, dialect);
  };
}
