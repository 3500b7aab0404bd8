/** Every conformance case compiles, runs in native DuckDB as SQL, and loses no row. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { quoteText } from '../engine/expression/quote.ts';
import { emitInline } from '../engine/sql/emit-source.ts';
import type { NativeDuckDB } from '../engine/testing/native.ts';
import { openNative } from '../engine/testing/native.ts';
import { registry } from './registry.ts';
import { lowerNode } from './testing/lower-node.ts';
import type { CaseFile } from './testing/case.ts';
import { casesFor } from './testing/cases.ts';
import { compileNative } from './testing/run-native.ts';

let native: NativeDuckDB;
const folder = mkdtempSync(join(tmpdir(), 'sluice-cases-'));

beforeAll(async () => {
  native = await openNative();
});
afterAll(() => {
  native.close();
  rmSync(folder, { recursive: true });
});

async function writeCaseFile(path: string, file: CaseFile): Promise<void> {
  if (file.kind === 'text') {
    writeFileSync(path, file.text);
    return;
  }
  const { output } = lowerNode('input.inline', file.table);
  if (output?.kind !== 'scan' || output.source.format !== 'inline') throw new Error('no table');
  await native.execute(
    `COPY (SELECT * FROM ${emitInline(output.source)}) TO ${quoteText(path)} (FORMAT parquet)`,
  );
}

/** DuckDB itself has no reader for Arrow files, flattens no JSON, and queries no file of its own unattached. */
const needsOwnReader = (document: unknown): boolean =>
  /"(input\.arrow|input\.database-file|flatten)"/.test(JSON.stringify(document));

const CASES = registry
  .types()
  .flatMap((type) => casesFor(type).map((each) => [`${type}: ${each.name}`, each] as const))
  .filter(([, { document }]) => !needsOwnReader(document));

test.each(CASES)('%s', async (_, { document, targets, ordered, conserves, files }) => {
  for (const [name, file] of Object.entries(files ?? {})) {
    await writeCaseFile(join(folder, name), file);
  }
  const { sqlOf, optimisedSqlOf, plan } = await compileNative(
    native,
    document,
    join(folder, 'case.sluice.json'),
  );
  const counts = new Map<string, number>();
  const rowsOf = async (target: string): Promise<number> => {
    const rows = await native.queryCells(sqlOf(target));
    const schema = plan.ports.get(target)?.schema;
    if (schema !== undefined) {
      expect(await native.columnNames(sqlOf(target))).toEqual(schema.map(({ name }) => name));
    }
    const optimised = await native.queryCells(await optimisedSqlOf(target));
    expect(optimised.length).toBe(rows.length);
    if (ordered) expect(optimised).toEqual(rows);
    return rows.length;
  };
  for (const target of targets) counts.set(target, await rowsOf(target));
  if (conserves !== undefined) {
    const out = conserves.to.reduce((sum, target) => sum + (counts.get(target) ?? 0), 0);
    expect(out).toBe(await rowsOf(conserves.from));
  }
});
