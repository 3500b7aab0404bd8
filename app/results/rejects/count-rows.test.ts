import { afterAll, beforeAll, expect, test } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyDocument } from '../../../engine/document/schema.ts';
import type { Engine } from '../../../engine/run/engine-api.ts';
import { openTestEngine } from '../../../engine/run/testing/open-engine.ts';
import { formatCell } from '../../../engine/values/cell.ts';
import { readRows } from '../../../engine/values/rows.ts';
import { countQuestion } from './count-rows.ts';

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-count-'));
  engine = await openTestEngine(folder, { workers: 1 });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

test('the question’s rows are the counts, in the order of the outputs', async () => {
  const document = {
    ...emptyDocument('x'),
    nodes: {
      count: { type: 'input.generate', params: { kind: 'range', stop: 100 } },
      part: { type: 'rows.filter', inputs: { input: 'count' }, params: { condition: 'value < 7' } },
    },
  };
  const asked = countQuestion({ document, parameters: {} }, [
    'part.kept',
    'part.dropped',
    'count.output',
  ]);
  const { tables } = await engine.run(asked.document, { targets: [asked.target] });
  const rows = tables.flatMap(({ schema, ipc }) => readRows(schema, ipc));
  expect(rows.map(([cell]) => formatCell(cell ?? null))).toEqual(['7', '93', '100']);
});
