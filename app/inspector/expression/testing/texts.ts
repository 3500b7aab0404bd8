/** Expressions as people write them. */
export const SHOWN_EXPRESSIONS = [
  "delay >= $min_delay AND origin = 'ORD'",
  'round("Unit price" * 1.1e-3, 2)',
  "CASE WHEN a IS NULL THEN 'x''y' ELSE \"b\".c[1] END",
  'list_transform(items, lambda x: x * 2) -- doubled',
  "e'a\\'b' || $$raw 'text'$$ || x /* aside /* inner */ */",
  'CAST(t AS DECIMAL(10, 2)) BETWEEN .5 AND 1_000 AND größe % 2 = 0',
  "{'a': 1, 'b': [1, 2, 3]}.a",
] as const;
