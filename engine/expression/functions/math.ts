/** Numbers. */
import type { FunctionEntry } from './entry.ts';
import { family } from './entry.ts';

const math = family('math', 'scalar');

export const MATH: readonly FunctionEntry[] = [
  math('abs', '(value NUMBER) → NUMBER', 'Distance from zero.', ['abs(-17.4)', '17.4']),
  math('sign', '(value NUMBER) → TINYINT', '-1, 0 or 1 by the sign.', ['sign(-349)', '-1']),
  math('ceil', '(value NUMBER) → NUMBER', 'The next whole number upwards.', ['ceil(17.4)', '18'], {
    aliases: ['ceiling'],
  }),
  math('floor', '(value NUMBER) → NUMBER', 'The next whole number downwards.', [
    'floor(-17.4)',
    '-18',
  ]),
  math(
    'round',
    '(value NUMBER, digits? INTEGER) → NUMBER',
    'Rounds to a number of decimals, halves away from zero; negative digits round to tens and hundreds.',
    ['round(42.4332, 2)', '42.43'],
  ),
  math(
    'round_even',
    '(value NUMBER, digits INTEGER) → NUMBER',
    'Rounds, halves to the even neighbour.',
    ['round_even(24.5, 0)', '24.0'],
  ),
  math('trunc', '(value NUMBER) → NUMBER', 'Cuts the decimals off.', ['trunc(-17.9)', '-17']),
  math('even', '(value NUMBER) → NUMBER', 'Rounds away from zero to the next even number.', [
    'even(2.9)',
    '4.0',
  ]),
  math('sqrt', '(value DOUBLE) → DOUBLE', 'Square root.', ['sqrt(4)', '2.0']),
  math('cbrt', '(value DOUBLE) → DOUBLE', 'Cube root.', ['cbrt(8)', '2.0']),
  math('pow', '(base DOUBLE, exponent DOUBLE) → DOUBLE', 'A power.', ['pow(2, 3)', '8.0'], {
    aliases: ['power'],
  }),
  math('exp', '(value DOUBLE) → DOUBLE', 'e to the power of the value.', [
    'round(exp(1), 4)',
    '2.7183',
  ]),
  math('ln', '(value DOUBLE) → DOUBLE', 'Natural logarithm.', ['ln(1)', '0.0']),
  math(
    'log',
    ['(value DOUBLE) → DOUBLE', '(base DOUBLE, value DOUBLE) → DOUBLE'],
    'Logarithm, to base 10 unless one is given first.',
    ['log(2, 64)', '6.0'],
  ),
  math('log10', '(value DOUBLE) → DOUBLE', 'Logarithm to base 10.', ['log10(1000)', '3.0']),
  math('log2', '(value DOUBLE) → DOUBLE', 'Logarithm to base 2.', ['log2(8)', '3.0']),
  math('mod', '(value NUMBER, divisor NUMBER) → NUMBER', 'Remainder, with the sign of the value.', [
    'mod(-7, 3)',
    '-1',
  ]),
  math(
    'divide',
    '(value INTEGER, divisor INTEGER) → INTEGER',
    'Whole part of a division, as `//`.',
    ['divide(7, 2)', '3'],
  ),
  math('pi', '() → DOUBLE', 'The number π.', ['round(pi(), 5)', '3.14159']),
  math('degrees', '(radians DOUBLE) → DOUBLE', 'Radians as degrees.', ['degrees(pi())', '180.0']),
  math('radians', '(degrees DOUBLE) → DOUBLE', 'Degrees as radians.', [
    'round(radians(180), 5)',
    '3.14159',
  ]),
  math('sin', '(radians DOUBLE) → DOUBLE', 'Sine.', ['sin(0)', '0.0']),
  math('cos', '(radians DOUBLE) → DOUBLE', 'Cosine.', ['cos(0)', '1.0']),
  math('tan', '(radians DOUBLE) → DOUBLE', 'Tangent.', ['tan(0)', '0.0']),
  math('asin', '(value DOUBLE) → DOUBLE', 'Inverse sine, in radians.', ['asin(0)', '0.0']),
  math('acos', '(value DOUBLE) → DOUBLE', 'Inverse cosine, in radians.', ['acos(1)', '0.0']),
  math('atan', '(value DOUBLE) → DOUBLE', 'Inverse tangent, in radians.', ['atan(0)', '0.0']),
  math('atan2', '(y DOUBLE, x DOUBLE) → DOUBLE', 'Angle of a point, in radians.', [
    'atan2(0, 1)',
    '0.0',
  ]),
  math('gcd', '(a BIGINT, b BIGINT) → BIGINT', 'Greatest common divisor.', ['gcd(42, 56)', '14']),
  math('lcm', '(a BIGINT, b BIGINT) → BIGINT', 'Least common multiple.', ['lcm(4, 6)', '12']),
  math('factorial', '(value INTEGER) → HUGEINT', 'Product of the whole numbers up to the value.', [
    'factorial(5)',
    '120',
  ]),
  math('isnan', '(value DOUBLE) → BOOLEAN', 'Whether the value is not a number.', [
    "isnan('nan'::DOUBLE)",
    'true',
  ]),
  math('isinf', '(value DOUBLE) → BOOLEAN', 'Whether the value is infinite.', [
    "isinf('-inf'::DOUBLE)",
    'true',
  ]),
  math('isfinite', '(value DOUBLE) → BOOLEAN', 'Whether the value is a finite number.', [
    'isfinite(5.5)',
    'true',
  ]),
  math('xor', '(a INTEGER, b INTEGER) → INTEGER', 'Bits that differ.', ['xor(17, 5)', '20']),
  math('bit_count', '(value INTEGER) → TINYINT', 'Number of bits that are set.', [
    'bit_count(31)',
    '5',
  ]),
  math(
    'random',
    '() → DOUBLE',
    'A random number from 0 to below 1.',
    ['random() BETWEEN 0 AND 1', 'true'],
    { deterministic: false },
  ),
];
