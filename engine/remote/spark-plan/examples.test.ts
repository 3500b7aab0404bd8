/** What is sent to a cluster for some of the examples, kept in golden/: run with `-u` to write it anew. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatType } from '../../contract/schema.ts';
import { parseDocument } from '../../document/parse.ts';
import type { PipelineDocument } from '../../document/schema.ts';
import type { Engine } from '../../run/engine-api.ts';
import { openTestEngine } from '../../run/testing/open-engine.ts';
import { outputStatement } from './output-rows.ts';
import type { ClusterProgram } from './program.ts';
import { isClusterPath } from './shared-paths.ts';

const EXAMPLES = fileURLToPath(new URL('../../../examples/', import.meta.url));
const GOLDEN = fileURLToPath(new URL('golden/', import.meta.url));

let engine: Engine;
beforeAll(async () => {
  engine = await openTestEngine(EXAMPLES, { workers: 1 });
});
afterAll(() => engine.close());

function textOf(program: ClusterProgram): string {
  const { outputs, shipped, files } = program;
  return [
    ...shipped.map(({ table, node, columns }) => {
      const list = columns.map(({ name, type }) => `${name} ${formatType(type)}`).join(', ');
      return `-- ${table}: ${node}, sent along: ${list}`;
    }),
    ...files.map(({ table, node, source }) => {
      return `-- ${table}: ${node}, ${source.format} ${source.paths.join(' ')}`;
    }),
    ...outputs.map((output) => {
      const where = output.kind === 'write' ? output.target.path : output.kind;
      return `\n-- ${output.node}: ${where}\n${outputStatement(program, output).sql};`;
    }),
    '',
  ].join('\n');
}

const prepare = (name: string) => {
  const parsed = parseDocument(readFileSync(join(EXAMPLES, `${name}.sluice.json`), 'utf8'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return engine.planPush(parsed.document, {
    uriOf: (path) => {
      if (isClusterPath(path)) return path;
      return path.includes('flights') ? `s3a://lake/${path.replace(/^.*\//, '')}` : undefined;
    },
    sinkUriOf: (path) => `s3a://lake/${path}`,
    describeFiles: () => {
      throw new Error('all sources are here');
    },
  });
};

test.each(['late-flights', 'stock-trends'])('%s', async (name) => {
  const { program } = await prepare(name);
  await expect(textOf(program)).toMatchFileSnapshot(join(GOLDEN, `${name}.sql`));
  // The same pipeline, the same text.
  expect(textOf((await prepare(name)).program)).toBe(textOf(program));
});

test('steps whose names differ in case alone, and columns of a source in an order of their own', async () => {
  const step = (type: string, params: object, input?: string) => ({
    type,
    params,
    ...(input === undefined ? {} : { inputs: { input } }),
  });
  const path = '../node_modules/vega-datasets/data/flights-3m.parquet';
  const document = {
    format: 'sluice/1',
    name: 'Odd',
    parameters: {},
    nodes: {
      few: step('input.parquet', { path, columns: ['origin', 'delay'] }),
      Few: step('rows.filter', { condition: 'delay > 0' }, 'few'),
      out: step('output.file', { path: 'out', format: 'parquet' }, 'Few'),
    },
  } as unknown as PipelineDocument;
  const { program } = await engine.planPush(document, {
    uriOf: () => undefined,
    sinkUriOf: (name) => `s3a://lake/${name}`,
    describeFiles: () => Promise.reject(new Error('all sources are here')),
  });
  const [output] = program.outputs;
  expect(output && outputStatement(program, output).sql).toBe(
    [
      'WITH `few` AS (SELECT `origin`, `delay` FROM `source_1`),',
      '`Few_2` AS (SELECT * FROM `few` WHERE `delay` > 0)',
      'SELECT * FROM `Few_2`',
    ].join('\n'),
  );
});
