import { expect, test } from 'vitest';
import { parseType } from '../../../engine/contract/parse-type.ts';
import { literalOf, readValue, shownKind, writeValue } from './rule-values.ts';

const read = (text: string, type: string) => readValue(text, parseType(type));

test('a text means a value of its column', () => {
  expect(read('15', 'DECIMAL(9,2)')).toEqual({ kind: 'number', text: '15' });
  expect(read('15', 'VARCHAR')).toEqual({ kind: 'text', text: '15' });
  expect(read('1x', 'INTEGER')).toEqual({ kind: 'text', text: '1x' });
  expect(read('true', 'BOOLEAN')).toEqual({ kind: 'boolean', value: true });
  expect(read('2024-01-31', 'DATE')).toEqual({ kind: 'date', text: '2024-01-31' });
  expect(read('2024-0', 'DATE')).toEqual({ kind: 'text', text: '2024-0' });
  expect(read('2024-01-31 10:00', 'TIMESTAMP WITH TIME ZONE')).toMatchObject({ kind: 'timestamp' });
  expect(read('$min', 'INTEGER')).toEqual({ kind: 'parameter', name: 'min' });
  expect(read('[other one]', 'INTEGER')).toEqual({ kind: 'column', name: 'other one' });
  expect(readValue('7', undefined, { kind: 'number', text: '' })).toEqual({
    kind: 'number',
    text: '7',
  });
});

test('a value of the column is a literal, whatever it looks like', () => {
  const literal = (text: string, type: string) => literalOf(text, parseType(type));
  expect(literal('$min', 'VARCHAR')).toEqual({ kind: 'text', text: '$min' });
  expect(literal('[a]', 'VARCHAR')).toEqual({ kind: 'text', text: '[a]' });
  expect(literal('-1.50', 'DECIMAL(9,2)')).toEqual({ kind: 'number', text: '-1.50' });
  expect(literal('nan', 'DOUBLE')).toEqual({ kind: 'text', text: 'nan' });
  expect(literal('2024-01-31 10:00:00', 'TIMESTAMP')).toMatchObject({ kind: 'timestamp' });
  expect(literal('0044-03-15 (BC)', 'DATE')).toMatchObject({ kind: 'text' });
});

test('and is shown as it was typed', () => {
  for (const text of ['15', '$min', '[a b]', '2024-01-31', 'x']) {
    for (const type of ['INTEGER', 'VARCHAR', 'DATE', 'BOOLEAN']) {
      expect(writeValue(read(text, type))).toBe(text);
    }
  }
  expect(shownKind({ kind: 'text', text: '' }, parseType('BOOLEAN'))).toBe('boolean');
  expect(shownKind({ kind: 'text', text: 'maybe' }, parseType('BOOLEAN'))).toBe('text');
  expect(shownKind({ kind: 'parameter', name: 'p' }, parseType('BOOLEAN'))).toBe('text');
  expect(shownKind({ kind: 'number', text: '1' }, undefined)).toBe('number');
});
