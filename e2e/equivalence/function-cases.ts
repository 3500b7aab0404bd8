/** What is tried of every family: the expressions that must be the same, and those that are refused. */
import type { Place } from '../../engine/logical/type-expressions.ts';

export interface FamilyCases {
  readonly place?: Place;
  readonly same?: readonly string[];
  readonly refused?: readonly string[];
}

export const CASES: Readonly<Record<string, FamilyCases>> = {
  operators: {
    same: [
      'j + 1',
      't + 1',
      'j * b',
      'm + 1',
      'm * m',
      'm - j',
      'i / j',
      'd / p',
      'd / d',
      'j / 4',
      'p - d',
      '-j',
      'j = 2',
      'j <> b',
      'd < p',
      'm >= 1.25',
      's = u',
      'j IS DISTINCT FROM b',
      's IS NOT DISTINCT FROM u',
      'ok AND j > 1',
      'NOT ok OR i = 0',
      's || u',
      'day + 1',
      'day - j',
      "day - DATE '2024-01-01'",
      'CASE WHEN j > 2 THEN s ELSE u END',
      "CASE j WHEN 2 THEN 'two' WHEN 3 THEN 'three' END",
      'j BETWEEN 1 AND 4',
      'j NOT IN (1, 2)',
      "s IN ('a', '123')",
      's IS NULL',
      'ok IS TRUE',
      'ok IS NOT FALSE',
      "s LIKE '%a%'",
      "s LIKE '100\\%'",
      "s LIKE 'under!_%' ESCAPE '!'",
      "s ILIKE 'h%'",
    ],
    refused: ["s GLOB 'a*'", 'd::VARCHAR', "s SIMILAR TO 'a+'"],
  },
  casts: {
    same: [
      'd::DECIMAL(20,4)',
      'p::INTEGER',
      'm::INTEGER',
      'j::DOUBLE',
      'j::VARCHAR',
      'm::VARCHAR',
      'day::VARCHAR',
      'day::TIMESTAMP',
      'at::DATE',
      'ok::INTEGER',
      'ok::VARCHAR',
      'TRY_CAST(i AS TINYINT)',
    ],
  },
  text: { same: ['lower(s)', 'upper(s)', 'length(s)'] },
  aggregate: {
    place: 'aggregate',
    same: [
      'count(*)',
      'count(s)',
      'count(DISTINCT s)',
      'sum(j)',
      'sum(b)',
      'sum(m)',
      'avg(j)',
      'avg(m)',
      'min(s)',
      'max(day)',
      'sum(j) FILTER (WHERE j > 2)',
      'count(*) FILTER (WHERE ok)',
    ],
  },
};
