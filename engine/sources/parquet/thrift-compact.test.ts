import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, expect, test } from 'vitest';
import { readStruct, writeStruct, type ThriftField } from './thrift-compact.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-thrift-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const connection = DuckDBInstance.create().then((instance) => instance.connect());

async function nativeFile(name: string, sql: string): Promise<Uint8Array> {
  const path = join(folder, name);
  await (await connection).run(`COPY (${sql}) TO '${path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`);
  return new Uint8Array(readFileSync(path));
}

test('the footer of a file of DuckDB is written back as it was', async () => {
  const columns = Array.from({ length: 20 }, (_, i) => `range + ${i} AS c${i}`).join(', ');
  const file = await nativeFile('a.parquet', `SELECT ${columns} FROM range(40000)`);
  const length = new DataView(file.buffer).getUint32(file.length - 8, true);
  const footer = file.subarray(file.length - 8 - length, file.length - 8);
  expect(Buffer.compare(writeStruct(readStruct(footer)), footer)).toBe(0);
});

test('fields far apart, flags, extremes of integers, doubles and lists of every length', () => {
  const field = (type: number, value: ThriftField['value']): ThriftField => ({ type, value });
  const items = (count: number) => Array.from({ length: count }, (_, i) => BigInt(i) - 7n);
  const struct = new Map([
    [1, field(1, true)],
    [2, field(2, false)],
    [20, field(6, 2n ** 63n - 1n)],
    [300, field(6, -(2n ** 63n))],
    [301, field(7, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8))],
    [302, field(9, { type: 5, items: items(14) })],
    [303, field(9, { type: 5, items: items(15) })],
    [304, field(9, { type: 1, items: [true, false] })],
    [305, field(12, new Map([[1, field(8, Uint8Array.of(65, 66))]]))],
    [306, field(11, { keyType: 8, valueType: 5, entries: [[Uint8Array.of(65), 7n]] })],
    [307, field(11, { keyType: 0, valueType: 0, entries: [] })],
  ]);
  expect(readStruct(writeStruct(struct))).toEqual(struct);
});

test('bytes that end too early are refused', () => {
  expect(() => readStruct(Uint8Array.of(0x18, 0x05, 0x41))).toThrow(RangeError);
  expect(() => readStruct(new Uint8Array(0))).toThrow(RangeError);
});
