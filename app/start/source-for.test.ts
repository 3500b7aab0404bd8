import { expect, test } from 'vitest';
import { sourceFor } from './source-for.ts';

const CASES: readonly [name: string, content: string, expected: string][] = [
  ['a.csv', 'a,b\n1,2', 'input.csv'],
  ['a.CSV.gz', '\u001f\u008b', 'input.csv'],
  ['folder/b.tsv', 'a\tb', 'input.csv'],
  ['b.parquet', 'PAR1', 'input.parquet'],
  ['part-0000', 'PAR1....', 'input.parquet'],
  ['wrong.csv', 'PAR1....', 'input.parquet'],
  ['c.feather', 'ARROW1', 'input.arrow'],
  ['c.jsonl', '{"a":1}\n', 'input.json'],
  ['d.json', '[1]', 'input.json'],
  ['plain', '{"a":1}', 'input.json'],
  ['export.txt', 'a;b\n1;2\n', 'input.csv'],
  ['e.sluice.json', '{}', 'pipeline'],
  ['e.json', '{ "format": "sluice/1", "name": "x" }', 'pipeline'],
  ['notes.txt', 'Dear all,\nhello\n', 'unknown'],
  ['photo.png', '\u0089PNG\u0000', 'unknown'],
  ['empty', '', 'unknown'],
  ['empty.csv', '', 'input.csv'],
];

test('a table of another language is read as it writes letters and numbers', async () => {
  const bytes = Uint8Array.from('Stra\u00dfe;Betrag\nAllee;1.234,50\n', (c) => c.charCodeAt(0));
  expect(await sourceFor('orders.csv', new Blob([bytes]))).toMatchObject({
    kind: 'source',
    type: 'input.csv',
    params: { encoding: 'windows-1252', decimal: ',', thousands: '.' },
  });
});

test.each(CASES)('%s %j is %s', async (name, content, expected) => {
  const bytes = Uint8Array.from(content, (character) => character.charCodeAt(0));
  const kind = await sourceFor(name, new Blob([bytes]));
  expect(kind.kind === 'source' ? kind.type : kind.kind).toBe(expected);
});
