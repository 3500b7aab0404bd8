/** Structs and maps. */
import type { FunctionEntry } from './entry.ts';
import { family } from './entry.ts';

const nested = family('struct-map', 'scalar');

export const STRUCT_MAP: readonly FunctionEntry[] = [
  nested('struct_pack', '(fields… ANY) → STRUCT', "A struct of named fields, as {'a': 1}.", [
    "struct_pack(a := 1, b := 'x')",
    "{'a': 1, 'b': x}",
  ]),
  nested('row', '(values… ANY) → STRUCT', 'A struct without field names.', [
    "row(1, 'x')",
    '(1, x)',
  ]),
  nested(
    'struct_extract',
    '(struct STRUCT, field VARCHAR) → ANY',
    'A field of a struct, as struct.field.',
    ["struct_extract({'a': 1, 'b': 2}, 'b')", '2'],
  ),
  nested('struct_insert', '(struct STRUCT, fields… ANY) → STRUCT', 'A struct with more fields.', [
    "struct_insert({'a': 1}, b := 2)",
    "{'a': 1, 'b': 2}",
  ]),
  nested(
    'map',
    '(keys K[], values V[]) → MAP(K, V)',
    'A map from a list of keys and one of values.',
    ["map(['a', 'b'], [1, 2])", '{a=1, b=2}'],
  ),
  nested('map_from_entries', '(entries STRUCT[]) → MAP(K, V)', 'A map from pairs.', [
    "map_from_entries([('a', 1), ('b', 2)])",
    '{a=1, b=2}',
  ]),
  nested('map_keys', '(map MAP(K, V)) → K[]', 'The keys.', [
    "map_keys(map(['a', 'b'], [1, 2]))",
    '[a, b]',
  ]),
  nested('map_values', '(map MAP(K, V)) → V[]', 'The values.', [
    "map_values(map(['a', 'b'], [1, 2]))",
    '[1, 2]',
  ]),
  nested('map_entries', '(map MAP(K, V)) → STRUCT[]', 'The pairs.', [
    "map_entries(map(['a'], [1]))",
    "[{'key': a, 'value': 1}]",
  ]),
  nested('map_contains', '(map MAP(K, V), key K) → BOOLEAN', 'Whether the map has a key.', [
    "map_contains(map(['a'], [1]), 'a')",
    'true',
  ]),
  nested(
    'map_extract',
    '(map MAP(K, V), key K) → V[]',
    'The value of a key in a list; an empty list without one.',
    ["map_extract(map(['a'], [1]), 'a')", '[1]'],
    { aliases: ['element_at'] },
  ),
  nested(
    'map_concat',
    '(maps… MAP(K, V)) → MAP(K, V)',
    'Maps joined; the last value of a key wins.',
    ["map_concat(map(['a'], [1]), map(['a', 'b'], [2, 3]))", '{a=2, b=3}'],
  ),
  nested('cardinality', '(map MAP(K, V)) → UBIGINT', 'Number of keys.', [
    "cardinality(map(['a', 'b'], [1, 2]))",
    '2',
  ]),
];
