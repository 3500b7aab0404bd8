import { expect, test } from 'vitest';
import { registry } from '../../nodes/registry.ts';
import { connectionChoices, connectionToStep, connectionsFrom } from './connect-rules.ts';
import type { PortAt, Verdict } from './connect-rules.ts';
import { joined } from './testing/pipelines.ts';

const output = (step: string, port = 'output'): PortAt => ({ step, port, side: 'output' });
const input = (step: string, port = 'input'): PortAt => ({ step, port, side: 'input' });

const judge = (from: PortAt, to: PortAt): Verdict => connectionsFrom(joined(), registry, from)(to);
const said = (verdict: Verdict): string =>
  verdict.ok ? `ok${verdict.replaces ? ` for ${verdict.replaces}` : ''}` : verdict.reason.key;

test('an output goes to a free input, from either end', () => {
  const connection = { source: 'both', sourcePort: 'output', target: 'out', targetPort: 'input' };
  expect(judge(output('both'), input('out'))).toEqual({ ok: true, connection, many: false });
  expect(judge(input('out'), output('both'))).toEqual({ ok: true, connection, many: false });
});

test.each([
  ['a taken input gives up its edge', output('b'), input('late'), 'ok for a'],
  ['an input that takes many keeps them', output('late', 'kept'), input('all', 'inputs'), 'ok'],
  ['the same edge twice', output('late', 'kept'), input('early'), 'no-connection.connected'],
  [
    'also where the file leaves the port out',
    output('a'),
    input('late'),
    'no-connection.connected',
  ],
  ['another port of the same step', output('late', 'dropped'), input('early'), 'ok for late.kept'],
  ['a step with itself', output('late', 'kept'), input('late'), 'no-connection.itself'],
  ['in a circle', output('early', 'kept'), input('late'), 'no-connection.cycle'],
  ['in a circle, drawn backwards', input('late'), output('both'), 'no-connection.cycle-back'],
  ['output with output', output('a'), output('b'), 'no-connection.two-outputs'],
  ['input with input', input('late'), input('early'), 'no-connection.two-inputs'],
  ['a port that is gone', output('a', 'nothing'), input('out'), 'no-connection.gone'],
])('%s', (_, from, to, expected) => {
  expect(said(judge(from, to))).toBe(expected);
});

test('dropped on a step, a connection takes its first free port', () => {
  const document = joined();
  delete (document.nodes['both'] as { inputs?: unknown }).inputs;
  const first = connectionToStep(document, registry, 'both', output('a'));
  expect(first).toMatchObject({ ok: true, connection: { targetPort: 'left' } });
  const free = connectionToStep(joined(), registry, 'all', output('early', 'kept'));
  expect(free).toMatchObject({ ok: true, many: true });
  expect(said(connectionToStep(joined(), registry, 'b', output('a')))).toBe(
    'no-connection.no-inputs',
  );
  expect(said(connectionToStep(joined(), registry, 'out', input('late')))).toBe(
    'no-connection.no-outputs',
  );
});

test('choices list possible ports first, each of the others with its reason', () => {
  const choices = connectionChoices(joined(), registry, output('early', 'kept'));
  const names = choices.map(({ to, verdict }) => `${to.step}.${to.port} ${said(verdict)}`);
  expect(names).toEqual([
    'all.inputs ok',
    'out.input ok',
    'both.right ok for b',
    'late.input no-connection.cycle',
    'both.left no-connection.connected',
  ]);
});
