import { describe, expect, it } from 'vitest';
import { parseType } from '../../../engine/contract/parse-type.ts';
import type { Schema } from '../../../engine/contract/schema.ts';
import { candidatesAt } from './complete.ts';
import type { Scope } from './scope.ts';

const schema = (columns: Readonly<Record<string, string>>): Schema =>
  Object.entries(columns).map(([name, type]) => ({ name, type: parseType(type) }));

const scope: Scope = {
  kind: 'expression',
  columns: schema({
    delay: 'BIGINT',
    'Unit price': 'DOUBLE',
    order: 'VARCHAR',
    place: 'STRUCT(city VARCHAR, "geo point" STRUCT(lat DOUBLE, lon DOUBLE))',
  }),
  parameters: { min_delay: { type: 'BIGINT' } },
};

const queryScope: Scope = {
  kind: 'query',
  columns: [],
  parameters: {},
  tables: {
    orders: schema({ id: 'BIGINT', total: 'DOUBLE' }),
    people: schema({ name: 'VARCHAR' }),
  },
};

/** `|` is the cursor. */
function complete(marked: string, in_: Scope = scope, explicit = false) {
  const pos = marked.indexOf('|');
  const text = marked.replace('|', '');
  const found = candidatesAt(text, pos, in_, explicit);
  if (found === undefined) return undefined;
  const apply = (label: string): string | undefined => {
    const option = found.options.find((each) => each.label === label);
    if (option === undefined) return undefined;
    const result = text.slice(0, found.from) + option.insert + text.slice(found.to);
    const cursor = found.from + option.insert.length + (option.cursor ?? 0);
    return `${result.slice(0, cursor)}|${result.slice(cursor)}`;
  };
  return { labels: found.options.map(({ label }) => label), apply };
}

describe('candidatesAt', () => {
  it('offers columns with their types, quoted where they have to be', () => {
    expect(complete('d|')?.apply('delay')).toBe('delay|');
    expect(complete('x + Uni|')?.apply('Unit price')).toBe('x + "Unit price"|');
    expect(complete('ord|')?.apply('order')).toBe('"order"|');
  });

  it('replaces the whole word that the cursor is in', () => {
    expect(complete('del|zy > 1')?.apply('delay')).toBe('delay| > 1');
  });

  it('completes inside of double quotes with the quotes', () => {
    expect(complete('"Un|')?.apply('"Unit price"')).toBe('"Unit price"|');
    expect(complete('"Un|"')?.apply('"Unit price"')).toBe('"Unit price"|');
  });

  it('puts the cursor between the brackets of a function, and adds none twice', () => {
    expect(complete('roun|')?.apply('round')).toBe('round(|)');
    expect(complete('roun|(x)')?.apply('round')).toBe('round|(x)');
    expect(complete('rando|')?.apply('random')).toBe('random()|');
  });

  it('offers parameters after a dollar sign', () => {
    expect(complete('delay > $|')?.labels).toEqual(['$min_delay']);
    expect(complete('delay > $mi|')?.apply('$min_delay')).toBe('delay > $min_delay|');
  });

  it('offers the fields of a struct after a dot, and nothing where there are none', () => {
    expect(complete('place.|')?.labels).toEqual(['city', 'geo point']);
    expect(complete('place."geo point".|')?.labels).toEqual(['lat', 'lon']);
    expect(complete('place.g|')?.apply('geo point')).toBe('place."geo point"|');
    expect(complete('delay.|')).toBeUndefined();
  });

  it.each(["'te|xt'", "'te|", '1|', '-- no|', '/* a|', '"delay"|'])(
    'stays away from %s',
    (text) => {
      expect(complete(text)).toBeUndefined();
    },
  );

  it('offers everything on request only, where nothing is begun', () => {
    expect(complete('delay > |')).toBeUndefined();
    expect(complete('delay > |', scope, true)?.labels).toContain('delay');
  });

  it('offers no operator at the start', () => {
    expect(complete('a|')?.labels).not.toContain('and');
    expect(complete('delay a|')?.labels).toContain('and');
  });

  it('knows the tables of a query, their columns and their aliases', () => {
    expect(complete('select t| from orders', queryScope)?.apply('total')).toBe(
      'select total| from orders',
    );
    expect(complete('select people.| from people', queryScope)?.labels).toEqual(['name']);
    expect(complete('select o.| from orders o', queryScope)?.labels).toEqual(['id', 'total']);
    expect(complete('select o.| from orders as o', queryScope)?.labels).toEqual(['id', 'total']);
    expect(complete('s|', queryScope)?.labels).toContain('select');
  });
});
