/** Words of DuckDB's queries that are coloured as such, in small letters. */
export const SQL_KEYWORDS: ReadonlySet<string> = new Set(
  (
    'all and any array as asc asof between both by case cast collate count cross date desc distinct ' +
    'else end escape except exclude exists false filter first following for from full glob group ' +
    'having ilike in inner intersect interval into is join lambda last lateral left like limit map ' +
    'materialized natural not null nulls offset on or order ordinality outer over partition pivot ' +
    'positional preceding qualify range recursive replace right row rows sample select semi anti ' +
    'similar struct table tablesample then time timestamp to true try_cast unbounded union unnest ' +
    'unpivot using values when where window with within'
  ).split(' '),
);
