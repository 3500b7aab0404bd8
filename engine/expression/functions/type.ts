/** Types, JSON, and what a value is. */
import type { FunctionEntry } from './entry.ts';
import { family } from './entry.ts';

const type = family('type', 'scalar');

export const TYPE: readonly FunctionEntry[] = [
  type('typeof', '(value ANY) → VARCHAR', 'Name of the type of a value.', [
    'typeof(1.5)',
    'DECIMAL(2,1)',
  ]),
  type('try', '(value T) → T', 'The value, or null when computing it fails.', [
    "try('x'::INTEGER)",
    null,
  ]),
  type(
    'json_extract',
    '(json JSON, path VARCHAR) → JSON',
    'A part of a JSON value, as `->`.',
    ["json_extract('{\"a\": [1, 2]}', '$.a[1]')", '2'],
    { aliases: ['json_extract_path'], requires: 'json' },
  ),
  type(
    'json_extract_string',
    '(json JSON, path VARCHAR) → VARCHAR',
    'A part of a JSON value as text, as `->>`.',
    ['json_extract_string(\'{"a": "x"}\', \'$.a\')', 'x'],
    { aliases: ['json_extract_path_text'], requires: 'json' },
  ),
  type(
    'json_array_length',
    '(json JSON, path? VARCHAR) → UBIGINT',
    'Number of items of a JSON array.',
    ["json_array_length('[1, 2, 3]')", '3'],
    { requires: 'json' },
  ),
  type(
    'json_keys',
    '(json JSON, path? VARCHAR) → VARCHAR[]',
    'Keys of a JSON object.',
    ['json_keys(\'{"a": 1, "b": 2}\')', '[a, b]'],
    { requires: 'json' },
  ),
  type(
    'json_type',
    '(json JSON, path? VARCHAR) → VARCHAR',
    'Type of a JSON value.',
    ["json_type('[1]')", 'ARRAY'],
    { requires: 'json' },
  ),
  type(
    'json_valid',
    '(text VARCHAR) → BOOLEAN',
    'Whether a text is JSON.',
    ["json_valid('{}')", 'true'],
    { requires: 'json' },
  ),
  type(
    'to_json',
    '(value ANY) → JSON',
    'Any value as JSON.',
    ["to_json({'a': [1, 2]})", '{"a":[1,2]}'],
    { requires: 'json' },
  ),
];
