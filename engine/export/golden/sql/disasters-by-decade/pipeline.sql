-- Disasters by decade
-- Deaths by kind of disaster and decade, the share of each kind, and the worst year of all.

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
      first(
        Year ORDER BY Deaths DESC NULLS LAST, Year DESC NULLS LAST, __ordinal ASC NULLS LAST
      ) AS worst_year
    FROM (SELECT *, row_number() OVER () AS __ordinal FROM decades)
    GROUP BY 1, 2
  ),
  in_decade AS (
    SELECT *, sum(deaths) OVER (PARTITION BY decade) AS all_deaths
    FROM deaths
  ),
  shares AS (
    SELECT decade, Entity, deaths, worst_year, round(100 * deaths / all_deaths, 1) AS percent
    FROM in_decade
  ),
  notable AS (
    SELECT *
    FROM shares
    WHERE percent >= 1
  ),
  short AS (
    SELECT decade, Entity AS kind, deaths, worst_year, percent
    FROM notable
  ),
  sorted AS (
    SELECT *
    FROM short
    ORDER BY decade ASC NULLS LAST, deaths DESC NULLS LAST, kind ASC NULLS LAST
  )
  SELECT *
  FROM sorted
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
