/** What is sent to a cluster for some of the examples, kept in golden/: run with `-u` to write it anew. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatType } from '../../contract/schema.ts';
import { parseDocument } from '../../document/parse.ts';
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
