import { expect, test } from 'vitest';
import { readDefault, withParameter, writeDefault } from './parameter-values.ts';

test('defaults have the type of their parameter in JSON', () => {
  expect(readDefault('15', 'BIGINT')).toBe(15);
  expect(readDefault('9007199254740993', 'BIGINT')).toBe('9007199254740993');
  expect(readDefault('1.50', 'DECIMAL(9,2)')).toBe('1.50');
  expect(readDefault('true', 'BOOLEAN')).toBe(true);
  expect(readDefault('15', 'VARCHAR')).toBe('15');
  expect(readDefault('15', 'NO TYPE')).toBe('15');
  expect(readDefault('', 'VARCHAR')).toBeUndefined();
  expect(writeDefault(false)).toBe('false');
});

test('a part without value is taken away', () => {
  const parameter = { type: 'DATE', default: '2024-01-01', description: 'from' };
  expect(withParameter(parameter, { default: undefined })).toEqual({
    type: 'DATE',
    description: 'from',
  });
});
