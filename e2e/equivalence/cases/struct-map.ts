import type { FamilyCases } from './family-cases.ts';

export const STRUCT_MAP: FamilyCases = {
  same: [
    'st.a',
    'st.b',
    "struct_extract(st, 'b')",
    "{'x': j, 'y z': s}",
    'struct_pack(x := j, y := s)',
    "map(['a', 'b'], [j, i])",
    'map([coalesce(j, 0)], [s])',
    "map(['a', 'b'], [j, i])['a']",
    "map(['a', 'b'], [j, i])['c']",
    'map([coalesce(j, 0)], [s])[i]',
    "map_keys(map(['a', 'b'], [j, i]))",
    "map_values(map(['a', 'b'], [j, i]))",
    "map_entries(map(['a', 'b'], [j, i]))",
    "map_contains(map(['a', 'b'], [j, i]), u)",
    "cardinality(map(['a', 'b'], [j, i]))",
    'map_keys(map([coalesce(j, 0)], [s]))',
  ],
  refused: [
    'struct_insert(st, c := 1)',
    "map_extract(map(['a'], [j]), 'a')",
    "map_concat(map(['a'], [j]), map(['a'], [i]))",
    'map_from_entries([(1, j)])',
  ],
};
