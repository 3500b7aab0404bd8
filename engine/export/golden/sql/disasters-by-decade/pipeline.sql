-- Disasters by decade
-- Deaths by kind of disaster and decade, the share of each kind, and the worst year of all.

-- DuckDB 1.4 lets a join's filter pass a LIMIT below it, and joins rows after the limit.
SET disabled_optimizers = 'join_filter_pushdown';
-- A query of the pipeline may depend on the order of rows, which many threads do not keep.
SET threads = 1;

COPY (
  WITH disasters AS (
    SELECT *
    FROM read_csv(
      '../node_modules/vega-datasets/data/disasters.csv',
      auto_detect = false,
      header = true,
      delim = ',',
      quote = '"',
      escape = '"',
      nullstr = [''],
      columns = {'Entity': 'VARCHAR', 'Year': 'INTEGER', 'Deaths': 'BIGINT'}
    )
  ),
  kinds AS (
    SELECT *
    FROM disasters
    WHERE Entity <> 'All natural disasters'
  ),
  decades AS (
    SELECT Entity, Year, Deaths, Year // 10 * 10 AS decade
    FROM kinds
  ),
  deaths AS (
    SELECT
      decade,
      Entity,
      sum(Deaths) AS deaths,
      arg_max(Year, Deaths ORDER BY __ordinal ASC NULLS LAST) AS worst_year
    FROM (SELECT *, row_number() OVER () AS __ordinal FROM decades)
    GROUP BY 1, 2
  ),
  shares AS (
    SELECT *
    FROM (SELECT decade, Entity AS kind, deaths, worst_year,
           round(100 * deaths / sum(deaths) OVER (PARTITION BY decade), 1) AS percent
    FROM deaths
    QUALIFY percent >= 1
    ORDER BY decade, deaths DESC, kind
    )
  )
  SELECT *
  FROM shares
) TO 'out/disaster-shares.csv' (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '');

COPY (
  WITH disasters AS (
    SELECT *
    FROM read_csv(
      '../node_modules/vega-datasets/data/disasters.csv',
      auto_detect = false,
      header = true,
      delim = ',',
      quote = '"',
      escape = '"',
      nullstr = [''],
      columns = {'Entity': 'VARCHAR', 'Year': 'INTEGER', 'Deaths': 'BIGINT'}
    )
  ),
  totals AS (
    SELECT *
    FROM disasters
    WHERE Entity = 'All natural disasters'
  ),
  worst AS (
    SELECT *
    FROM totals
    ORDER BY Deaths DESC NULLS LAST, Year ASC NULLS LAST, row_number() OVER ()
    LIMIT 10
  )
  SELECT *
  FROM worst
) TO 'out/worst-years.json' (FORMAT json, ARRAY true);
