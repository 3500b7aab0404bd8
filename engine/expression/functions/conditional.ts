/** Choices between values. */
import type { FunctionEntry } from './entry.ts';
import { family } from './entry.ts';

const choice = family('conditional', 'scalar');

export const CONDITIONAL: readonly FunctionEntry[] = [
  choice('coalesce', '(values… T) → T', 'The first value that is not null.', [
    "coalesce(NULL, NULL, 'x')",
    'x',
  ]),
  choice('ifnull', '(value T, fallback T) → T', 'The value, or the fallback when it is null.', [
    "ifnull(NULL, 'x')",
    'x',
  ]),
  choice('nullif', '(value T, other T) → T', 'Null when both are equal, otherwise the value.', [
    'nullif(1, 1)',
    null,
  ]),
  choice('if', '(condition BOOLEAN, then T, otherwise T) → T', 'One of two values.', [
    "if(2 > 1, 'yes', 'no')",
    'yes',
  ]),
  choice('greatest', '(values… T) → T', 'The largest value; nulls do not count.', [
    'greatest(3, NULL, 42)',
    '42',
  ]),
  choice('least', '(values… T) → T', 'The smallest value; nulls do not count.', [
    'least(3, NULL, 42)',
    '3',
  ]),
  choice('error', '(message VARCHAR) → NULL', 'Stops with a message.', [
    "CASE WHEN false THEN error('never') ELSE 1 END",
    '1',
  ]),
];
