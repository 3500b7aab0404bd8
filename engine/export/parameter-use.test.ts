import { expect, test } from 'vitest';
import { pathPieces } from './parameter-use.ts';

const text = (value: string) => ({ kind: 'text', text: value });
const parameter = (name: string) => ({ kind: 'parameter', name });

test.each([
  ['a.csv', [text('a.csv')]],
  ['$file', [parameter('file')]],
  ['${dir}/a.csv', [parameter('dir'), text('/a.csv')]],
  ['in/${dir}${file}', [text('in/'), parameter('dir'), parameter('file')]],
  ['a/$file/${other}', [text('a/$file/${other}')]],
  ['', [text('')]],
])('%s', (typed, pieces) => {
  expect(pathPieces(typed, (name) => name !== 'other')).toEqual(pieces);
});
