/**
 * PostgreSQL's binary COPY format as columns: values are copied from the server's messages into
 * Arrow's buffers, without a JavaScript value in between where they are texts.
 * https://www.postgresql.org/docs/15/sql-copy.html#id-1.9.3.55.9.4
 */
import type { Transport } from '../../contract/database.ts';
import { internalError } from '../../contract/errors.ts';
import type { BatchBuilder, ColumnBuilder } from './column-builder.ts';

/** Signature, flags and length of the extension. */
const HEADER_BYTES = 19;
/** From 1970 to PostgreSQL's epoch, 2000. */
const EPOCH_DAYS = 10_957;
const EPOCH_MICROSECONDS = 946_684_800_000_000n;
const LARGEST_DAY = 2_147_483_647;
const LARGEST_MOMENT = 9_223_372_036_854_775_807n;

type AddField = (view: DataView, bytes: Uint8Array, start: number, end: number) => void;

/** @returns takes parts of the stream, gives the batches that became full */
export function createCopyParser(
  transports: readonly Transport[],
  batch: BatchBuilder,
): (chunk: Uint8Array) => Uint8Array[] {
  const adders = transports.map((transport, i) =>
    adderOf(transport, batch.columns[i] as ColumnBuilder),
  );
  let rest: Uint8Array = new Uint8Array(0);
  let headed = false;
  return (chunk) => {
    const bytes = rest.length === 0 ? chunk : join(rest, chunk);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const full: Uint8Array[] = [];
    let at = 0;
    if (!headed) {
      if (bytes.length < HEADER_BYTES) {
        rest = bytes;
        return full;
      }
      at = HEADER_BYTES + view.getInt32(HEADER_BYTES - 4);
      headed = true;
    }
    for (;;) {
      const end = rowEnd(view, at);
      if (end === undefined) break;
      const fields = view.getInt16(at);
      if (fields < 0) {
        at = bytes.length;
        break;
      }
      if (fields !== adders.length)
        throw internalError('the server gave other columns than asked for');
      let position = at + 2;
      for (let i = 0; i < fields; i++) {
        const length = view.getInt32(position);
        position += 4;
        if (length < 0) batch.columns[i]?.addNull();
        else {
          adders[i]?.(view, bytes, position, position + length);
          position += length;
        }
      }
      at = end;
      const done = batch.endRow();
      if (done !== undefined) full.push(done);
    }
    rest = bytes.slice(at);
    return full;
  };
}

/** Where a row that is here whole ends. */
function rowEnd(view: DataView, start: number): number | undefined {
  if (start + 2 > view.byteLength) return undefined;
  const fields = view.getInt16(start);
  let at = start + 2;
  for (let i = 0; i < fields; i++) {
    if (at + 4 > view.byteLength) return undefined;
    at += 4 + Math.max(0, view.getInt32(at));
  }
  return at > view.byteLength ? undefined : at;
}

const join = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
};

const encoder = new TextEncoder();

function adderOf(transport: Transport, column: ColumnBuilder): AddField {
  switch (transport) {
    case 'bool':
      return (view, _, start) => column.addNumber(view.getUint8(start));
    case 'int16':
      return (view, _, start) => column.addNumber(view.getInt16(start));
    case 'int32':
      return (view, _, start) => column.addNumber(view.getInt32(start));
    case 'int64':
    case 'time':
      return (view, _, start) => column.addBigInt(view.getBigInt64(start));
    case 'float32':
      return (view, _, start) => column.addNumber(view.getFloat32(start));
    case 'float64':
      return (view, _, start) => column.addNumber(view.getFloat64(start));
    case 'date':
      return (view, _, start) => column.addNumber(dayOf(view.getInt32(start)));
    case 'timestamp':
    case 'timestamptz':
      return (view, _, start) => column.addBigInt(momentOf(view.getBigInt64(start)));
    case 'interval':
      return (view, _, start) => {
        const text = encoder.encode(
          `${view.getInt32(start + 12)} months ${view.getInt32(start + 8)} days ${view.getBigInt64(start)} microseconds`,
        );
        column.addBytes(text, 0, text.length);
      };
    case 'bytes':
    case 'text':
      return (_, bytes, start, end) => column.addBytes(bytes, start, end);
  }
}

/** DuckDB's infinities are the largest number and its negative; no other day comes near. */
function dayOf(day: number): number {
  if (day === LARGEST_DAY) return LARGEST_DAY;
  return day === -LARGEST_DAY - 1 ? -LARGEST_DAY : day + EPOCH_DAYS;
}

/** DuckDB ends in the year 294247, PostgreSQL in 294276: what lies between becomes infinity. */
function momentOf(moment: bigint): bigint {
  if (moment === -LARGEST_MOMENT - 1n) return -LARGEST_MOMENT;
  const since1970 = moment + EPOCH_MICROSECONDS;
  return since1970 >= LARGEST_MOMENT ? LARGEST_MOMENT : since1970;
}
