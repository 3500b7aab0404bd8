import { describe, expect, test } from 'vitest';
import { formatPortRef, nodeId } from '../contract/ids.ts';
import type { DocumentNode, DocumentParameter } from '../document/schema.ts';
import { buildGraph } from './build.ts';
import { node, pipeline, registry, sink } from './testing/nodes.ts';
import { normalisePath } from './validate.ts';

const build = (
  nodes: Record<string, DocumentNode>,
  parameters: Record<string, DocumentParameter> = {},
) => {
  const { graph, diagnostics } = buildGraph(pipeline(nodes, parameters), registry);
  return {
    graph,
    diagnostics,
    problems: diagnostics
      .filter(({ severity }) => severity !== 'info')
      .map(({ node: at, code }) => `${at}: ${code}`),
    edges: Object.fromEntries(
      [...graph.nodes].map(([id, one]) => [id, [...one.inputs.values()].flat().map(formatPortRef)]),
    ),
    valid: [...graph.nodes.values()].filter((one) => one.valid).map((one) => one.id),
  };
};

test('edges name their port, params are parsed, steps are in order', () => {
  const { graph, diagnostics, edges } = build({
    out: sink('joined'),
    joined: node('combine.join', { left: 'big.test', right: 'small.dropped' }),
    small: node('rows.filter', { input: ['source'] }),
    big: node('rows.split', { input: 'source.rejects' }),
    source: node('input.csv'),
  });
  expect(diagnostics).toEqual([]);
  expect(edges).toEqual({
    out: ['joined.output'],
    joined: ['big.test', 'small.dropped'],
    small: ['source.output'],
    big: ['source.rejects'],
    source: [],
  });
  expect(graph.order).toEqual(['source', 'small', 'big', 'joined', 'out']);
  expect(graph.nodes.get(nodeId('joined'))?.params).toEqual({ type: 'inner' });
  expect(graph.nodes.get(nodeId('big'))?.outPorts).toEqual(['train', 'test']);
});

describe('params', () => {
  const problem = (type: string, params: Record<string, unknown>) => {
    const { diagnostics } = build({
      source: node('input.csv'),
      it: node(type, { input: 'source' }, { params }),
    });
    return diagnostics
      .filter(({ severity, node: at }) => severity === 'error' && at === 'it')
      .map(({ code, param, message, hint }) => [code, param, message, hint]);
  };

  test.each<[string, Record<string, unknown>, string[][]]>([
    [
      'rows.limit',
      { row: 3 },
      [
        ['missing-param', 'rows', '"rows" is missing.', 'It must be a number.'],
        ['unknown-param', 'row', '"row" is not known here.', 'Did you mean "rows"?'],
      ],
    ],
    ['rows.limit', { rows: -1 }, [['invalid-param', 'rows', '"rows" must be at least 0.']]],
    [
      'rows.limit',
      { rows: 1.5 },
      [['invalid-param', 'rows', '"rows" must be a whole number, but is the number 1.5.']],
    ],
    [
      'rows.limit',
      { rows: '7' },
      [['invalid-param', 'rows', '"rows" must be a number, but is the text "7".']],
    ],
    [
      'rows.filter',
      { condition: '' },
      [['invalid-param', 'condition', '"condition" must not be empty.']],
    ],
    [
      'rows.split',
      { parts: [] },
      [['invalid-param', 'parts', '"parts" needs at least one entry.']],
    ],
    [
      'rows.split',
      { parts: [{ nme: 'x' }] },
      [
        ['missing-param', 'parts[0].name', '"parts[0].name" is missing.', 'It must be a text.'],
        [
          'unknown-param',
          'parts[0].nme',
          '"parts[0].nme" is not known here.',
          'Did you mean "name"?',
        ],
      ],
    ],
  ])('%s %j', (type, params, expected) => {
    const found = problem(type, params).map((one) => one.filter((part) => part !== undefined));
    expect(found).toEqual(expected);
  });

  test('an enumeration names what is allowed', () => {
    const { diagnostics } = build({
      a: node('input.csv'),
      j: node('combine.join', { left: 'a', right: 'a' }, { params: { type: 'lefd' } }),
    });
    expect(diagnostics.find(({ code }) => code === 'invalid-param')).toMatchObject({
      param: 'type',
      message: '"type" cannot be the text "lefd".',
      hint: 'Did you mean "left"? Allowed: "inner", "left", "right".',
    });
  });

  test('pipeline parameters are put in before the params are checked', () => {
    const limit = node('rows.limit', { input: 'source' }, { params: { rows: '$n' } });
    const nodes = { source: node('input.csv'), limit, out: sink('limit', 'out/${n}.csv') };
    const { graph, diagnostics } = build(nodes, { n: { type: 'BIGINT', default: 7 } });
    expect(diagnostics).toEqual([]);
    expect(graph.nodes.get(nodeId('limit'))?.params).toEqual({ rows: 7 });
    expect(graph.nodes.get(nodeId('out'))?.params).toEqual({ path: 'out/7.csv' });
    expect(build(nodes, { n: { type: 'BIGINT' } }).problems).toEqual([
      'limit: missing-parameter',
      'out: missing-parameter',
    ]);
  });
});

describe('edges', () => {
  test.each<[string, Record<string, DocumentNode>, string[], string[]]>([
    ['unknown type', { a: node('input.cvs'), o: sink('a') }, ['a: unknown-node-type'], []],
    ['unknown step', { src: node('input.csv'), o: sink('scr') }, ['o: unknown-node'], ['src']],
    [
      'unknown output',
      { a: node('input.csv'), o: sink('a.reject') },
      ['o: unknown-output-port'],
      ['a'],
    ],
    [
      'unknown input',
      { a: node('input.csv'), o: node('output.file', { inptu: 'a' }, { params: { path: 'x' } }) },
      ['o: unknown-input-port', 'o: missing-input'],
      ['a'],
    ],
    [
      'from a sink',
      { a: node('input.csv'), o: sink('a'), p: sink('o') },
      ['p: unknown-output-port'],
      ['a', 'o'],
    ],
    [
      'not connected',
      { a: node('input.csv'), j: node('combine.join', { left: 'a' }) },
      ['j: missing-input'],
      ['a'],
    ],
    ['empty list', { u: node('combine.union', { inputs: [] }) }, ['u: missing-input'], []],
    [
      'a list for one',
      { a: node('input.csv'), l: node('rows.limit', { input: ['a', 'a'] }) },
      ['l: too-many-inputs'],
      ['a'],
    ],
    ['itself', { l: node('rows.limit', { input: 'l' }) }, ['l: cycle'], []],
    [
      'optional',
      { a: node('input.csv'), m: node('clean.map', { input: 'a' }), o: sink('m') },
      [],
      ['a', 'm', 'o'],
    ],
    [
      'error upstream',
      {
        a: node('input.csv', {}, { params: {} }),
        f: node('rows.filter', { input: 'a' }),
        o: sink('f'),
      },
      ['a: missing-param'],
      [],
    ],
    [
      'names of the prototype',
      { a: sink('constructor'), toString: node('input.csv') },
      ['a: unknown-node'],
      ['toString'],
    ],
  ])('%s', (_name, nodes, problems, valid) => {
    const result = build(nodes);
    expect(result.problems).toEqual(problems);
    expect(result.valid).toEqual(valid);
  });

  test('hints name what is near', () => {
    const { diagnostics } = build({
      a: node('input.cvs'),
      src: node('input.csv'),
      o: sink('scr.rejcts'),
      p: sink('src.rejcts'),
    });
    const hints = diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ hint }) => hint);
    expect(hints).toEqual([
      'Did you mean "input.csv"?',
      'Did you mean "src"?',
      'Did you mean "rejects"?',
    ]);
  });

  test('a cycle is named once, from its first step, along the data', () => {
    const { graph, diagnostics, valid } = build({
      source: node('input.csv'),
      c: node('rows.limit', { input: 'b' }),
      a: node('combine.join', { left: 'source', right: 'c' }),
      b: node('rows.filter', { input: 'a' }),
      behind: node('rows.limit', { input: 'b' }),
    });
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({
      node: 'c',
      code: 'cycle',
      message: 'The steps form a cycle: c → a → b → c.',
    });
    expect(graph.order).toEqual(['source']);
    expect(valid).toEqual(['source']);
  });

  test('two cycles are two errors', () => {
    const { problems } = build({
      a: node('rows.limit', { input: 'b' }),
      b: node('rows.limit', { input: 'a' }),
      c: node('combine.join', { left: 'd', right: 'b' }),
      d: node('rows.limit', { input: 'c' }),
    });
    expect(problems).toEqual(['a: cycle', 'c: cycle']);
  });
});

describe('disabled steps', () => {
  const off = { disabled: true };

  test('hand on their input, several in a row, whatever their params', () => {
    const { edges, diagnostics, graph, valid } = build({
      source: node('input.csv'),
      f: node('rows.filter', { input: 'source.rejects' }, { ...off, params: { nonsense: 1 } }),
      l: node('rows.limit', { input: 'f.kept' }, off),
      o: sink('l'),
    });
    expect(diagnostics).toEqual([]);
    expect(edges['o']).toEqual(['source.rejects']);
    expect(graph.order).toEqual(['source', 'o']);
    expect(valid).toEqual(['source', 'o']);
    expect(graph.nodes.get(nodeId('f'))).toMatchObject({ disabled: true, valid: false });
  });

  test('a type that is not known hands on its one edge', () => {
    const { edges, problems } = build({
      source: node('input.csv'),
      x: { type: 'my.plugin', disabled: true, inputs: { in: 'source' }, params: {} },
      o: sink('x'),
    });
    expect(problems).toEqual(['x: unknown-node-type']);
    expect(edges['o']).toEqual(['source.output']);
  });

  test.each<[string, Record<string, DocumentNode>, string[]]>([
    ['a source', { a: node('input.csv', {}, off), o: sink('a') }, ['o: missing-input']],
    [
      'a step of two inputs',
      {
        a: node('input.csv'),
        j: node('combine.join', { left: 'a', right: 'a' }, off),
        o: sink('j'),
      },
      ['o: missing-input'],
    ],
    [
      'a second output',
      { a: node('input.csv'), f: node('rows.filter', { input: 'a' }, off), o: sink('f.dropped') },
      ['o: missing-input'],
    ],
    [
      'one of many',
      {
        a: node('input.csv'),
        b: node('input.csv', {}, off),
        u: node('combine.union', { inputs: ['a', 'b'] }),
        o: sink('u'),
      },
      ['u: disabled-input'],
    ],
    [
      'all of many',
      { b: node('input.csv', {}, off), u: node('combine.union', { inputs: ['b'] }), o: sink('u') },
      ['u: missing-input'],
    ],
    ['a sink', { a: node('input.csv'), o: { ...sink('a', 'x'), ...off }, p: sink('a', 'x') }, []],
    [
      'a cycle',
      { a: node('rows.limit', { input: 'b' }, off), b: node('rows.limit', { input: 'a' }, off) },
      ['a: cycle'],
    ],
  ])('%s', (_name, nodes, problems) => {
    expect(build(nodes).problems).toEqual(problems);
  });
});

test('two sinks of one path', () => {
  const { diagnostics, valid } = build({
    a: node('input.csv'),
    o: sink('a', 'out/x.csv'),
    p: sink('a', './out//y/../x.csv'),
    q: sink('a', 'out/X.csv'),
  });
  expect(diagnostics).toMatchObject([{ node: 'p', code: 'shared-output', param: 'path' }]);
  expect(diagnostics[0]?.message).toContain('"o"');
  expect(valid).toEqual(['a', 'o', 'q']);
});

test.each([
  ['a/./b//c', 'a/b/c'],
  ['a\\b', 'a/b'],
  ['../a/../../b', '../../b'],
  ['/../a', '/a'],
  ['S3://bucket/a/../b', 's3://bucket/b'],
  ['C:\\out\\x', 'C:/out/x'],
])('path %s', (path, expected) => {
  expect(normalisePath(path)).toBe(expected);
});

test('steps that no sink reads are noted', () => {
  const { diagnostics } = build({
    a: node('input.csv'),
    used: node('rows.limit', { input: 'a' }),
    unused: node('rows.limit', { input: 'a' }),
    o: sink('used'),
  });
  expect(diagnostics).toMatchObject([{ severity: 'info', node: 'unused', code: 'unused-node' }]);
});
