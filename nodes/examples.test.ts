/** The pipelines in examples/: canonical, valid, and every output runs in native DuckDB. */
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatDocument } from '../engine/document/format.ts';
import { parseDocument } from '../engine/document/parse.ts';
import type { NativeDuckDB } from '../engine/testing/native.ts';
import { openNative } from '../engine/testing/native.ts';
import { compileNative } from './testing/run-native.ts';

const FOLDER = fileURLToPath(new URL('../examples/', import.meta.url));
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith('.sluice.json'));

let native: NativeDuckDB;
beforeAll(async () => {
  native = await openNative();
});
afterAll(() => native.close());

test.each(NAMES)('%s runs', async (name) => {
  const text = readFileSync(FOLDER + name, 'utf8');
  const parsed = parseDocument(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  expect(formatDocument(parsed.document)).toBe(text);
  const { plan, sqlOf } = await compileNative(native, parsed.document, FOLDER + name);
  expect(plan.sinks.length).toBeGreaterThan(0);
  for (const { origin } of plan.sinks) {
    const sql = `SELECT count(*) AS n FROM (${sqlOf(origin?.node ?? '')})`;
    const [row] = await native.queryRows(sql);
    expect(row?.['n'], origin?.node).toBeTypeOf('number');
  }
});
