import { expect, test } from 'vitest';
import type { Diagnostic } from '../../contract/diagnostic.ts';
import type { EngineError } from '../../contract/errors.ts';
import { nodeId } from '../../contract/ids.ts';
import type { PipelineFile } from '../load-document.ts';
import { createStyle } from '../terminal/style.ts';
import { parsePath } from './locate-param.ts';
import { formatDiagnostic } from './report-diagnostic.ts';
import { formatError } from './report-error.ts';

const options = { width: 80, style: createStyle(false), debug: false };
const file: PipelineFile = {
  name: 'a.json',
  directory: '/',
  text: `{
  "format": "sluice/1",
  "name": "a",
  "nodes": {
    "late": {
      "type": "rows.filter",
      "inputs": { "input": "flights" },
      "params": { "condition": "\\"a b\\" = 1 and dely > 15" }
    },
    "q": {
      "type": "code.sql",
      "params": { "query": "SELECT a,\\n\\tbb\\nFROM t", "list": [1, { "x y": 2 }] }
    }
  }
}
`,
};

const late: Diagnostic = {
  severity: 'error',
  code: 'unknown-column',
  message: 'There is no column "dely".',
  hint: 'Did you mean "delay"?',
  node: nodeId('late'),
  param: 'condition',
  start: 14,
  end: 18,
};

test('an expression, with the characters underlined', () => {
  expect(formatDiagnostic(late, file, options)).toBe(
    `error[unknown-column]: There is no column "dely".
  --> a.json:8:49, step late, param condition
   |  "a b" = 1 and dely > 15
   |                ^^^^
   = help: Did you mean "delay"?
`,
  );
});

test('the line of a query, tabs as one place', () => {
  const shown = formatDiagnostic(
    { ...late, node: nodeId('q'), param: 'query', start: 11, end: 13 },
    file,
    options,
  );
  expect(shown).toContain('   |   bb\n   |   ^^\n');
});

test('a whole text without a position, and no excerpt of what is no text', () => {
  const { start: _start, end: _end, ...whole } = late;
  const shown = formatDiagnostic(whole, file, options);
  expect(shown).toContain(`   |  ${'^'.repeat('"a b" = 1 and dely > 15'.length)}\n`);
  const number = formatDiagnostic(
    { ...whole, node: nodeId('q'), param: 'list[1]["x y"]' },
    file,
    options,
  );
  expect(number).toContain('--> a.json:12:69, step q, param list[1]["x y"]');
  expect(number).not.toContain('|');
});

test('a param that is absent points at its step', () => {
  const { start: _start, end: _end, ...whole } = late;
  expect(formatDiagnostic({ ...whole, param: 'missing' }, file, options)).toContain('a.json:8:7, ');
});

test('an end before the start, beyond the text or in another line breaks nothing', () => {
  for (const [start, end] of [
    [100, 200],
    [0, 0],
    [5, 2],
    [0, 1000],
    [23, 23],
  ] as const) {
    const shown = formatDiagnostic({ ...late, start, end }, file, options);
    expect(shown).toMatch(/\n {3}\| +\^+\n/);
  }
});

test('a long line is shown around the place', () => {
  const long = `${'x'.repeat(300)} and dely > ${'y'.repeat(300)}`;
  const shown = formatDiagnostic(
    { ...late, start: 305, end: 309 },
    { ...file, text: JSON.stringify({ nodes: { late: { params: { condition: long } } } }) },
    options,
  );
  const [, , line = '', carets = ''] = shown.split('\n');
  expect(line.length).toBeLessThanOrEqual(80);
  expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('dely');
});

test('a syntax error of the file shows its line', () => {
  const broken = { ...file, text: '{\n  "format": oops\n}' };
  const shown = formatDiagnostic(
    { severity: 'error', code: 'invalid-json', message: 'Not JSON.', start: 14, end: 18 },
    broken,
    options,
  );
  expect(shown).toContain('--> a.json:2:13\n   2 |    "format": oops\n     |              ^^^^\n');
});

test('paths', () => {
  expect(parsePath('expressions[0].expression')).toEqual(['expressions', 0, 'expression']);
  expect(parsePath('map["total \\"price\\""].x')).toEqual(['map', 'total "price"', 'x']);
  expect(parsePath('')).toEqual([]);
});

const base = { kind: 'user', code: 'bad-csv-row', message: 'Row 11 does not fit.' } as const;

test('an error of the data: step, file, line, row, column, cause and what to do', () => {
  const error: EngineError = {
    ...base,
    hint: 'Mend the file.',
    node: nodeId('late'),
    location: { file: 'x.csv', line: 12, row: 11, column: 'price' },
    detail: 'Could not convert "abc"\n    at secret (stack.js:1:1)',
  };
  expect(formatError(error, file, options)).toBe(
    `error[bad-csv-row]: Row 11 does not fit.
  --> x.csv, line 12, row 11, column price
  --> a.json:5:5, step late
   = help: Mend the file.
   = cause: Could not convert "abc"
`,
  );
  expect(formatError(error, file, { ...options, debug: true })).toContain('at secret');
});

test('all findings of a check, counted', () => {
  const error: EngineError = { ...base, diagnostics: [late, { ...late, severity: 'warning' }] };
  const shown = formatError(error, file, options);
  expect(shown).toContain('warning[unknown-column]');
  expect(shown).toMatch(/\n1 error, 1 warning in a.json\n$/);
});

test('a bug asks to be reported; no stack unless wanted', () => {
  const error: EngineError = {
    kind: 'internal',
    code: 'internal',
    message: 'It broke.',
    detail: 'Error: It broke.\n    at f (x.js:1:1)',
  };
  const shown = formatError(error, file, options);
  expect(shown).toMatch(/^internal error: It broke\.\n/);
  expect(shown).toContain('Please report it');
  expect(shown).toContain('SLUICE_DEBUG=1');
  expect(shown).not.toContain('x.js');
  expect(formatError(error, file, { ...options, debug: true })).toContain('at f (x.js:1:1)');
});
