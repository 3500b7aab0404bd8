import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDigits, readNumber, readScalar, writeScalar } from './read-scalar.ts';

test('numbers; everything else stays text', () => {
  expect(readNumber(' 12 ')).toBe(12);
  expect(readNumber('-0.5e3')).toBe(-500);
  expect(readNumber('$limit')).toBe('$limit');
  expect(readNumber('1.')).toBe('1.');
  expect(readNumber('')).toBe('');
  expect(readDigits('9007199254740993')).toBe('9007199254740993');
  expect(readDigits('9007199254740991')).toBe(9007199254740991);
});

test('scalars keep their type', () => {
  expect(readScalar('2020')).toBe(2020);
  expect(readScalar('"2020"')).toBe('2020');
  expect(readScalar('null')).toBeNull();
  expect(readScalar('x > 1')).toBe('x > 1');
  expect(readScalar('12345678901234567890')).toBe('12345678901234567890');
  expect(readScalar('"a" || "b"')).toBe('"a" || "b"');
});

test('what is shown is read back as it was', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.constantFrom('true', '1', '"x"', ' 1', '-0', '1e3', 'null', '"', '\\'),
        fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
        fc.boolean(),
        fc.constant(null),
      ),
      (value) => {
        expect(readScalar(writeScalar(value))).toEqual(value);
      },
    ),
  );
});
