-- Weather by month
-- Seattle and New York, month by month: temperatures side by side, and how often it rains, snows or shines.

COPY (
  WITH weather AS (
    SELECT *
    FROM read_csv(
      '../node_modules/vega-datasets/data/weather.csv',
      auto_detect = false,
      header = true,
      delim = ',',
      quote = '"',
      escape = '"',
      nullstr = [''],
      dateformat = '%Y-%m-%d',
      columns = {
        'location': 'VARCHAR',
        'date': 'DATE',
        'precipitation': 'DOUBLE',
        'temp_max': 'DOUBLE',
        'temp_min': 'DOUBLE',
        'wind': 'DOUBLE',
        'weather': 'VARCHAR'
      }
    )
  ),
  months AS (
    SELECT location, strftime(date, '%b') AS month, (temp_max + temp_min) / 2 AS temp_mean
    FROM weather
  ),
  temperatures AS (
    SELECT
      location,
      avg(temp_mean) FILTER (WHERE month IS NOT DISTINCT FROM 'Jan') AS Jan,
      avg(temp_mean) FILTER (WHERE month IS NOT DISTINCT FROM 'Feb') AS Feb,
      avg(temp_mean) FILTER (WHERE month IS NOT DISTINCT FROM 'Mar') AS Mar,
      avg(temp_mean) FILTER (WHERE month IS NOT DISTINCT FROM 'Apr') AS Apr,
      avg(temp_mean) FILTER (WHERE month IS NOT DISTINCT FROM 'May') AS May,
      avg(temp_mean) FILTER (WHERE month IS NOT DISTINCT FROM 'Jun') AS Jun,
      avg(temp_mean) FILTER (WHERE month IS NOT DISTINCT FROM 'Jul') AS Jul,
      avg(temp_mean) FILTER (WHERE month IS NOT DISTINCT FROM 'Aug') AS Aug,
      avg(temp_mean) FILTER (WHERE month IS NOT DISTINCT FROM 'Sep') AS Sep,
      avg(temp_mean) FILTER (WHERE month IS NOT DISTINCT FROM 'Oct') AS Oct,
      avg(temp_mean) FILTER (WHERE month IS NOT DISTINCT FROM 'Nov') AS Nov,
      avg(temp_mean) FILTER (WHERE month IS NOT DISTINCT FROM 'Dec') AS "Dec"
    FROM months
    GROUP BY 1
  ),
  ordered AS (
    SELECT *
    FROM temperatures
    ORDER BY location ASC NULLS LAST
  )
  SELECT *
  FROM ordered
) TO 'out/monthly-temperatures.csv' (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '');

COPY (
  WITH weather AS (
    SELECT *
    FROM read_csv(
      '../node_modules/vega-datasets/data/weather.csv',
      auto_detect = false,
      header = true,
      delim = ',',
      quote = '"',
      escape = '"',
      nullstr = [''],
      dateformat = '%Y-%m-%d',
      columns = {
        'location': 'VARCHAR',
        'date': 'DATE',
        'precipitation': 'DOUBLE',
        'temp_max': 'DOUBLE',
        'temp_min': 'DOUBLE',
        'wind': 'DOUBLE',
        'weather': 'VARCHAR'
      }
    )
  ),
  months AS (
    SELECT location, date, weather, year(date) AS year
    FROM weather
  ),
  skies AS (
    -- The kinds of weather are found in the data.
    SELECT
      location,
      year,
      count(date) FILTER (WHERE weather IS NOT DISTINCT FROM 'drizzle') AS drizzle,
      count(date) FILTER (WHERE weather IS NOT DISTINCT FROM 'fog') AS fog,
      count(date) FILTER (WHERE weather IS NOT DISTINCT FROM 'rain') AS rain,
      count(date) FILTER (WHERE weather IS NOT DISTINCT FROM 'snow') AS snow,
      count(date) FILTER (WHERE weather IS NOT DISTINCT FROM 'sun') AS sun
    FROM months
    GROUP BY 1, 2
  ),
  skies_ordered AS (
    SELECT *
    FROM skies
    ORDER BY location ASC NULLS LAST, year ASC NULLS LAST
  )
  SELECT *
  FROM skies_ordered
) TO 'out/skies.parquet' (FORMAT parquet);
