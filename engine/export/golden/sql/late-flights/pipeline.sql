-- Late flights by airport
-- Which airports send off the latest flights? Three million flights, joined with the list of airports.

SET VARIABLE min_delay = coalesce(CAST(getvariable('min_delay') AS BIGINT), CAST('15' AS BIGINT));
SET VARIABLE min_flights = coalesce(CAST(getvariable('min_flights') AS BIGINT), CAST('1000' AS BIGINT));

-- Keys of the right side of with_airport stand there once.
WITH airports AS (
  SELECT *
  FROM read_csv(
    '../node_modules/vega-datasets/data/airports.csv',
    auto_detect = false,
    header = true,
    delim = ',',
    quote = '"',
    escape = '"',
    nullstr = [''],
    columns = {
      'iata': 'VARCHAR',
      'name': 'VARCHAR',
      'city': 'VARCHAR',
      'state': 'VARCHAR',
      'country': 'VARCHAR',
      'latitude': 'DOUBLE',
      'longitude': 'DOUBLE'
    }
  )
)
SELECT error('The join with_airport expects many-to-one, but keys are repeated on the right side: ' || string_agg(concat_ws(', ', "k0") || ' (' || "n" || ' times)', '; '))
FROM (
  SELECT *
  FROM (
    SELECT CAST(k0 AS VARCHAR) AS k0, CAST(n AS VARCHAR) AS n
    FROM (SELECT iata AS k0, count(*) AS n FROM airports GROUP BY 1)
    WHERE n > 1 AND k0 IS NOT NULL
  )
  ORDER BY k0 ASC NULLS LAST
  LIMIT 5
)
HAVING count(*) > 0;

COPY (
  WITH flights AS (
    SELECT *
    FROM read_parquet('../node_modules/vega-datasets/data/flights-3m.parquet')
  ),
  plausible AS (
    -- A few delays are typing errors: more than a day, or hours too early.
    SELECT *
    FROM flights
    WHERE delay BETWEEN -120 AND 1440
  ),
  by_origin AS (
    SELECT
      origin,
      count(*) AS flights,
      count(*) FILTER (WHERE delay >= getvariable('min_delay')) AS late,
      avg(delay) AS mean_delay,
      quantile_cont(delay, 0.95e0) AS p95_delay
    FROM plausible
    GROUP BY 1
  ),
  busy AS (
    SELECT *
    FROM by_origin
    WHERE flights >= getvariable('min_flights')
  ),
  airports AS (
    SELECT *
    FROM read_csv(
      '../node_modules/vega-datasets/data/airports.csv',
      auto_detect = false,
      header = true,
      delim = ',',
      quote = '"',
      escape = '"',
      nullstr = [''],
      columns = {
        'iata': 'VARCHAR',
        'name': 'VARCHAR',
        'city': 'VARCHAR',
        'state': 'VARCHAR',
        'country': 'VARCHAR',
        'latitude': 'DOUBLE',
        'longitude': 'DOUBLE'
      }
    )
  ),
  with_airport AS (
    SELECT l.origin, l.flights, l.late, l.mean_delay, l.p95_delay, r.name, r.city, r.state
    FROM busy AS l
    LEFT JOIN airports AS r ON l.origin = r.iata
  ),
  shares AS (
    SELECT
      origin,
      flights,
      round(mean_delay, 1) AS mean_delay,
      p95_delay,
      name,
      city,
      state,
      round(late / flights, 4) AS late_share
    FROM with_airport
  ),
  result AS (
    SELECT origin AS airport, name, city, state, flights, late_share, mean_delay, p95_delay
    FROM shares
  ),
  ranked AS (
    SELECT *
    FROM result
    ORDER BY late_share DESC NULLS LAST, airport ASC NULLS LAST
  )
  SELECT *
  FROM ranked
) TO 'out/late-flights.parquet' (FORMAT parquet);

COPY (
  WITH flights AS (
    SELECT *
    FROM read_parquet('../node_modules/vega-datasets/data/flights-3m.parquet')
  ),
  plausible_dropped AS (
    -- A few delays are typing errors: more than a day, or hours too early.
    SELECT *
    FROM flights
    WHERE NOT coalesce(delay BETWEEN -120 AND 1440, false)
  )
  SELECT *
  FROM plausible_dropped
) TO 'out/implausible-flights.csv' (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '');

COPY (
  WITH flights AS (
    SELECT *
    FROM read_parquet('../node_modules/vega-datasets/data/flights-3m.parquet')
  ),
  plausible AS (
    -- A few delays are typing errors: more than a day, or hours too early.
    SELECT *
    FROM flights
    WHERE delay BETWEEN -120 AND 1440
  ),
  by_origin AS (
    SELECT
      origin,
      count(*) AS flights,
      count(*) FILTER (WHERE delay >= getvariable('min_delay')) AS late,
      avg(delay) AS mean_delay,
      quantile_cont(delay, 0.95e0) AS p95_delay
    FROM plausible
    GROUP BY 1
  ),
  busy AS (
    SELECT *
    FROM by_origin
    WHERE flights >= getvariable('min_flights')
  ),
  airports AS (
    SELECT *
    FROM read_csv(
      '../node_modules/vega-datasets/data/airports.csv',
      auto_detect = false,
      header = true,
      delim = ',',
      quote = '"',
      escape = '"',
      nullstr = [''],
      columns = {
        'iata': 'VARCHAR',
        'name': 'VARCHAR',
        'city': 'VARCHAR',
        'state': 'VARCHAR',
        'country': 'VARCHAR',
        'latitude': 'DOUBLE',
        'longitude': 'DOUBLE'
      }
    )
  ),
  with_airport_left_unmatched AS (
    SELECT l.origin, l.flights, l.late, l.mean_delay, l.p95_delay
    FROM busy AS l
    ANTI JOIN airports AS r ON l.origin = r.iata
  )
  SELECT *
  FROM with_airport_left_unmatched
) TO 'out/unknown-airports.csv' (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '');
