/** The user docs of every node: they are there, complete, and their example is a valid pipeline. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseDocument } from '../engine/document/parse.ts';
import { formatDocument } from '../engine/document/format.ts';
import { buildGraph } from '../engine/graph/build.ts';
import { registry } from './registry.ts';

const docsOf = (type: string): string => {
  const [category = '', name = ''] = type.split('.');
  return readFileSync(new URL(`./${category}/${name}/${name}.md`, import.meta.url), 'utf8');
};

const settingsOf = (type: string): string[] => {
  const schema = z.toJSONSchema(registry.get(type)?.params ?? z.never(), { io: 'input' });
  const parts = [schema, ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  return [
    ...new Set(
      parts.flatMap((part) => (typeof part === 'object' ? Object.keys(part.properties ?? {}) : [])),
    ),
  ];
};

test.each(registry.types())('%s: every setting and port is explained', (type) => {
  const docs = docsOf(type);
  const explained = [...docs.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  expect(explained.toSorted()).toEqual(settingsOf(type).toSorted());
  const definition = registry.get(type);
  const ports = typeof definition?.ports.out === 'function' ? [] : (definition?.ports.out ?? []);
  if (ports.length > 1) for (const port of ports) expect(docs).toContain(`- \`${port}\`: `);
});

test.each(registry.types())('%s: the example is a valid pipeline in canonical form', (type) => {
  const example = /```json\n([\s\S]*?)```/.exec(docsOf(type))?.[1] ?? '';
  const parsed = parseDocument(example);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  expect(formatDocument(parsed.document)).toBe(example);
  expect(Object.values(parsed.document.nodes).map((node) => node.type)).toContain(type);
  const { diagnostics } = buildGraph(parsed.document, registry);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
});
