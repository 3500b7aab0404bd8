import { expect, test } from 'vitest';
import { parseDocument, parseDocumentValue } from './parse.ts';
import { EXAMPLE } from './testing/documents.ts';

const codesOf = (text: string): [string, string | undefined][] => {
  const result = parseDocument(text);
  return result.ok ? [] : result.diagnostics.map(({ code, param }) => [code, param]);
};

const only = (text: string) => {
  const result = parseDocument(text);
  if (result.ok) throw new Error('parsed');
  expect(result.diagnostics).toHaveLength(1);
  return result.diagnostics[0]!;
};

const withNodes = (nodes: string) =>
  `{\n "format": "sluice/1",\n "name": "x",\n "nodes": ${nodes}\n}`;

test('reads the example, a byte order mark and trailing space included', () => {
  const result = parseDocument(`\uFEFF${JSON.stringify(EXAMPLE)}\r\n \n`);
  expect(result).toEqual({ ok: true, document: EXAMPLE });
});

test('parameters, nodes and params may be absent', () => {
  expect(parseDocument('{"format":"sluice/1","name":"x"}')).toEqual({
    ok: true,
    document: { format: 'sluice/1', name: 'x', parameters: {}, nodes: {} },
  });
});

test.each([
  ['{"a": 1,}', 'line 1, column 9', 8],
  ['{\n  "a" 1\n}', 'line 2, column 7', 8],
  ['{"a": 1', 'line 1, column 8', 7],
  ["{'a': 1}", 'line 1, column 2', 1],
  ['// hello\n{}', 'line 1, column 1', 0],
  ['{"a": tru}', 'line 1, column 7', 6],
  ['{"a": "x\ny"}', 'line 1, column 7', 6],
  ['{} {}', 'line 1, column 4', 3],
  ['', 'line 1, column 1', 0],
  ['\uFEFF{"a": 1,}', 'line 1, column 9', 9],
])('syntax error in %j', (text, place, start) => {
  const diagnostic = only(text);
  expect(diagnostic.code).toBe('invalid-json');
  expect(diagnostic.message).toContain(`(${place})`);
  expect(diagnostic.start).toBe(start);
});

test('duplicate keys name both places', () => {
  const text = withNodes('{\n  "a": { "type": "t" },\n  "a": { "type": "u" }\n }');
  expect(only(text)).toMatchObject({
    code: 'duplicate-key',
    param: 'nodes.a',
    message: 'The key "a" stands twice in one object: at line 5, column 3 and at line 6, column 3.',
  });
});

test('an escaped key is the same key', () => {
  expect(codesOf('{"format":"sluice/1","name":"x","n\\u0061me":"y"}')).toEqual([
    ['duplicate-key', 'name'],
  ]);
});

test('whole numbers that JSON would round are refused', () => {
  const text = withNodes('{ "a": { "type": "t", "params": { "ids": [1, 9007199254740993] } } }');
  expect(only(text)).toMatchObject({
    code: 'number-too-large',
    param: 'nodes.a.params.ids[1]',
    hint: 'Write it as text: "9007199254740993".',
  });
  const exact = withNodes(
    '{ "a": { "type": "t", "params": { "x": [9007199254740992, 1e300, 0.1] } } }',
  );
  expect(parseDocument(exact).ok).toBe(true);
});

test('unknown keys are errors with path, place and near name', () => {
  expect(only(withNodes('{ "a": { "type": "t", "parms": {} } }'))).toEqual({
    severity: 'error',
    code: 'unknown-key',
    message: '"nodes.a.parms" is not known here (line 4, column 33).',
    hint: 'Did you mean "params"?',
    param: 'nodes.a.parms',
  });
});

test.each([
  ['{ "1a": { "type": "t" } }', 'invalid-document', 'nodes["1a"]'],
  ['{ "a": {} }', 'missing-key', 'nodes.a.type'],
  [
    '{ "a": { "type": "t", "inputs": { "input": 3 } } }',
    'invalid-document',
    'nodes.a.inputs.input',
  ],
  [
    '{ "a": { "type": "t", "inputs": { "input": ["b", ""] } } }',
    'invalid-document',
    'nodes.a.inputs.input[1]',
  ],
  ['{ "a": { "type": "t", "version": 0 } }', 'invalid-document', 'nodes.a.version'],
  ['{ "a": { "type": "t", "params": [] } }', 'invalid-document', 'nodes.a.params'],
  ['[]', 'invalid-document', 'nodes'],
])('structure: %s', (nodes, code, param) => {
  expect(codesOf(withNodes(nodes))).toEqual([[code, param]]);
});

test('other formats and newer ones', () => {
  expect(only('{"format":"sluice/2","nodes":[]}')).toMatchObject({
    code: 'unknown-format',
    hint: 'It was made by a newer Sluice: update Sluice to open it.',
  });
  expect(only('{"format":"other"}').code).toBe('unknown-format');
  expect(only('{"name":"x"}').code).toBe('unknown-format');
  expect(only('[]').code).toBe('invalid-document');
});

test('names of the prototype are ordinary ids', () => {
  const text = withNodes('{ "constructor": { "type": "t" }, "toString": { "type": "t" } }');
  const result = parseDocument(text);
  expect(result.ok && Object.keys(result.document.nodes)).toEqual(['constructor', 'toString']);
  expect(codesOf(withNodes('{ "__proto__": { "type": "t" } }'))).toEqual([
    ['reserved-key', 'nodes.__proto__'],
  ]);
});

test('values carry no place', () => {
  const result = parseDocumentValue({ format: 'sluice/1' });
  expect(!result.ok && result.diagnostics[0]?.message).toBe('"name" is missing.');
});
