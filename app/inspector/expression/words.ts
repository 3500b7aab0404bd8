/** Keywords, for colours and for completion. */

const EXPRESSION =
  'and as asc at between by case cast collate current desc distinct else end escape exclude false ' +
  'filter first following from glob groups ilike in interval is isnull lambda last like not notnull ' +
  'null nulls or order over partition preceding range row rows similar then time to true try_cast ' +
  'unbounded when where zone';

const QUERY =
  'all anti asof cross except exclude full group having inner intersect join lateral left limit ' +
  'offset on outer pivot positional qualify recursive replace right select semi tablesample union ' +
  'unpivot using values window with';

/** Those that a person would like to have completed, as they are written. */
const OFFERED_IN_EXPRESSIONS = [
  'AND',
  'OR',
  'NOT',
  'IS NULL',
  'IS NOT NULL',
  'IN',
  'BETWEEN',
  'LIKE',
  'ILIKE',
  'CASE WHEN',
  'WHEN',
  'THEN',
  'ELSE',
  'END',
  'CAST',
  'TRY_CAST',
  'AS',
  'NULL',
  'TRUE',
  'FALSE',
  'DISTINCT',
  'INTERVAL',
  'OVER',
  'PARTITION BY',
  'ORDER BY',
  'FILTER',
  'ASC',
  'DESC',
] as const;

const OFFERED_IN_QUERIES = [
  'SELECT',
  'FROM',
  'WHERE',
  'GROUP BY',
  'HAVING',
  'QUALIFY',
  'LIMIT',
  'OFFSET',
  'JOIN',
  'LEFT JOIN',
  'FULL JOIN',
  'CROSS JOIN',
  'ASOF JOIN',
  'ON',
  'USING',
  'UNION ALL',
  'UNION',
  'EXCEPT',
  'INTERSECT',
  'WITH',
  'EXCLUDE',
  'REPLACE',
] as const;

export type TextKind = 'expression' | 'query';

const WORDS: Readonly<Record<TextKind, ReadonlySet<string>>> = {
  expression: new Set(EXPRESSION.split(' ')),
  query: new Set(`${EXPRESSION} ${QUERY}`.split(' ')),
};

export const isKeyword = (word: string, kind: TextKind): boolean =>
  WORDS[kind].has(word.toLowerCase());

export const offeredKeywords = (kind: TextKind): readonly string[] =>
  kind === 'query'
    ? [...OFFERED_IN_QUERIES, ...OFFERED_IN_EXPRESSIONS]
    : [...OFFERED_IN_EXPRESSIONS];
