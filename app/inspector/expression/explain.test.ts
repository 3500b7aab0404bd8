import { describe, expect, it } from 'vitest';
import { parseType } from '../../../engine/contract/parse-type.ts';
import { callAround, explainAt, signatureFor, signatureText } from './explain.ts';
import type { Scope } from './scope.ts';

const scope: Scope = {
  kind: 'expression',
  columns: [
    { name: 'Total', type: parseType('DOUBLE') },
    { name: 'place', type: parseType('STRUCT(city VARCHAR)') },
  ],
  parameters: { limit: { type: 'BIGINT' } },
};

const at = (marked: string) =>
  explainAt(marked.replace('|', ''), marked.indexOf('|'), scope)?.meaning;

const call = (marked: string) => {
  const found = callAround(marked.replace('|', ''), marked.indexOf('|'));
  return found && [found.entry.name, found.argument];
};

describe('explainAt', () => {
  it('explains functions by any of their names, columns in any case, parameters and fields', () => {
    expect(at('le|n(x)')).toMatchObject({ kind: 'function', entry: { name: 'length' } });
    expect(at('1 + tot|al')).toMatchObject({ kind: 'column', column: { name: 'Total' } });
    expect(at('"To|tal"')).toMatchObject({ kind: 'column', column: { name: 'Total' } });
    expect(at('x > $lim|it')).toEqual({ kind: 'parameter', name: 'limit', type: 'BIGINT' });
    expect(at('place.ci|ty')).toMatchObject({ kind: 'field', column: { name: 'city' } });
  });

  it.each(["'to|tal'", 'nothing| ', 'place.to|tal', '-- to|tal', 'no_function|(1)', '$un|known'])(
    'says nothing of %s',
    (text) => expect(at(text)).toBeUndefined(),
  );
});

describe('callAround', () => {
  it('finds the innermost call and the argument', () => {
    expect(call('round(|')).toEqual(['round', 0]);
    expect(call('round(a, |2)')).toEqual(['round', 1]);
    expect(call('round(abs(a|), 2)')).toEqual(['abs', 0]);
    expect(call('round([a, b, (c|)], 2)')).toEqual(['round', 0]);
    expect(call("round(replace('a,(', '|b'")).toEqual(['replace', 1]);
  });

  it('finds none outside of the brackets', () => {
    expect(call('round(a)|')).toBeUndefined();
    expect(call('rou|nd(a)')).toBeUndefined();
    expect(call('(a, |b)')).toBeUndefined();
  });
});

it('chooses the signature that has the argument', () => {
  const entry = callAround('round(x', 7)?.entry;
  if (entry === undefined) throw new Error('round is a function');
  const signature = signatureFor(entry, 1);
  expect(signatureText(entry, signature)).toMatch(/^round\(.+,.+\) → /);
});
