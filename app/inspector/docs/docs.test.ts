import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { registry } from '../../../nodes/registry.ts';
import { linkedType, loadDocs } from './node-docs.ts';
import { splitTables } from './split-tables.ts';

test.each(registry.types())('%s: its docs are found, and their tables read', async (type) => {
  const text = (await loadDocs(type)) ?? '';
  const [category = '', name = ''] = type.split('.');
  expect(text).toBe(readFileSync(`nodes/${category}/${name}/${name}.md`, 'utf8'));
  const tables = splitTables(text).filter((part) => part.kind === 'table');
  if (text.includes('| Setting |')) {
    expect(tables[0]?.head).toEqual(['Setting', 'Value', 'Default', 'Meaning']);
  }
  for (const { head, rows } of tables) {
    for (const row of rows) expect(row).toHaveLength(head.length);
  }
  // Links between docs lead to a node type.
  for (const [, href = ''] of text.matchAll(/\]\(([^)]+\.md)\)/g)) {
    expect(linkedType(type, href), href).toBeDefined();
  }
});

test('text around tables stays, code with bars too', () => {
  const markdown = 'a\n\n| x | y |\n| --- | --- |\n| 1 \\| 2 | |\n\n```\n| no |\n| --- |\n```\n';
  expect(splitTables(markdown)).toEqual([
    { kind: 'text', text: 'a\n' },
    { kind: 'table', head: ['x', 'y'], rows: [['1 | 2', '']] },
    { kind: 'text', text: '\n```\n| no |\n| --- |\n```\n' },
  ]);
});

test('links elsewhere are no node types', () => {
  expect(linkedType('rows.sort', 'https://duckdb.org/sort.md')).toBeUndefined();
  expect(linkedType('rows.sort', '../nothing/nothing.md')).toBeUndefined();
  expect(linkedType('rows.sort', '../limit/limit.md')).toBe('rows.limit');
});
