/** Every column of the examples, and of the cases that every node type is tested with. */
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registry } from '../../../nodes/registry.ts';
import { casesFor } from '../../../nodes/testing/cases.ts';
import { compileNative } from '../../../nodes/testing/run-native.ts';
import { applyRename } from '../../document/column-rename.ts';
import { formatDocument } from '../../document/format.ts';
import { parseDocument } from '../../document/parse.ts';
import type { PipelineDocument } from '../../document/schema.ts';
import { loadExpressionParser } from '../../expression/parser.ts';
import type { NativeDuckDB } from '../../testing/native.ts';
import { openNative } from '../../testing/native.ts';
import { renameColumn } from './rename-column.ts';
import { columnAt, expectSameSchemas, refactoringOf } from './testing/refactor-harness.ts';

const FOLDER = fileURLToPath(new URL('../../../examples/', import.meta.url));
const EXAMPLES = readdirSync(FOLDER).filter((name) => name.endsWith('.sluice.json'));

let native: NativeDuckDB;
beforeAll(async () => {
  await loadExpressionParser();
  native = await openNative();
});
afterAll(() => native.close());

/** One that no data has, one to quote, one with every kind of quote, a reserved word. */
const NAMES = ['zz_new', 'New Name', `a "b" 'c'`, 'select'];

/** Renames every so many columns of the document, one by one. @returns how many steps were inserted and renames made */
async function renameAll(document: PipelineDocument, path: string, every: number, first = 0) {
  const refactoring = await refactoringOf(native, document, path);
  const before = refactoring.trial.plan;
  const columns = [...before.ports].flatMap(([port, { schema }]) =>
    schema.map(({ name }) => `${port}.${name}`),
  );
  let inserts = 0;
  let renames = 0;
  for (let i = first; i < columns.length; i += every) {
    const at = columns[i] ?? '';
    const to = NAMES[i % NAMES.length] ?? '';
    const rename = await renameColumn(columnAt(at), to, refactoring);
    const changed = applyRename(document, rename);
    const context = `${at} → ${to}: ${JSON.stringify(rename)}`;
    const { plan, input } = await compileNative(native, changed, path).catch((thrown: unknown) => {
      throw new Error(`${String(thrown)}\n${context}`);
    });
    expectSameSchemas({ before, after: plan });
    expect(rename.unsure, context).toEqual([]);
    inserts += rename.inserts.length;
    renames += 1;
    const isReversible =
      rename.inserts.length === 0 && rename.edits.every(({ before }) => typeof before === 'string');
    if (!isReversible) continue;
    const [node, port] = at.split('.');
    const back = await renameColumn(
      columnAt(`${node}.${port}.${to}`),
      at.split('.').slice(2).join('.'),
      { document: changed, graph: input.graph, trial: { ...input, plan, declared: [] } },
    );
    expect(formatDocument(applyRename(changed, back)), context).toBe(formatDocument(document));
  }
  return { renames, inserts };
}

it.each(EXAMPLES)('%s', { timeout: 120_000 }, async (name) => {
  const parsed = parseDocument(readFileSync(FOLDER + name, 'utf8'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  const { renames } = await renameAll(parsed.document, FOLDER + name, 13);
  expect(renames).toBeGreaterThan(1);
});

/** Nothing comes after them that could name a column; tables of databases need their servers. */
const ENDS = ['output.file', 'output.database'];

const TYPES = registry.types().filter((type) => !type.startsWith('input.') && !ENDS.includes(type));

it.each(TYPES)('%s', { timeout: 120_000 }, async (type) => {
  const cases = casesFor(type).filter(({ name }) => !/\((one|empty)|empty\)/.test(name));
  expect(cases.length).toBeGreaterThan(0);
  for (const [i, { document }] of cases.entries()) {
    await renameAll(document, 'x.sluice.json', 23, i % 23);
  }
});
