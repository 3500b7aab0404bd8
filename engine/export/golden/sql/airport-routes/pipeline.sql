-- Airport routes
-- Flights between airports: the length of every route, and how busy each airport is in both directions.

-- Keys of the right side of from stand there once.
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
),
places AS (
  SELECT iata
  FROM airports
)
SELECT error('The join from expects many-to-one, but keys are repeated on the right side: ' || string_agg(concat_ws(', ', "k0") || ' (' || "n" || ' times)', '; '))
FROM (
  SELECT *
  FROM (
    SELECT CAST(k0 AS VARCHAR) AS k0, CAST(n AS VARCHAR) AS n
    FROM (SELECT iata AS k0, count(*) AS n FROM places GROUP BY 1)
    WHERE n > 1 AND k0 IS NOT NULL
  )
  ORDER BY k0 ASC NULLS LAST
  LIMIT 5
)
HAVING count(*) > 0;

-- Keys of the right side of both stand there once.
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
),
places AS (
  SELECT iata
  FROM airports
)
SELECT error('The join both expects many-to-one, but keys are repeated on the right side: ' || string_agg(concat_ws(', ', "k0") || ' (' || "n" || ' times)', '; '))
FROM (
  SELECT *
  FROM (
    SELECT CAST(k0 AS VARCHAR) AS k0, CAST(n AS VARCHAR) AS n
    FROM (SELECT iata AS k0, count(*) AS n FROM places GROUP BY 1)
    WHERE n > 1 AND k0 IS NOT NULL
  )
  ORDER BY k0 ASC NULLS LAST
  LIMIT 5
)
HAVING count(*) > 0;

COPY (
  WITH routes AS (
    SELECT *
    FROM read_csv(
      '../node_modules/vega-datasets/data/flights-airport.csv',
      auto_detect = false,
      header = true,
      delim = ',',
      quote = '"',
      escape = '"',
      nullstr = [''],
      columns = {'origin': 'VARCHAR', 'destination': 'VARCHAR', 'count': 'BIGINT'}
    )
  ),
  airports AS NOT MATERIALIZED (
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
  places AS NOT MATERIALIZED (
    SELECT iata, latitude, longitude
    FROM airports
  ),
  "from" AS (
    SELECT l.origin, l.destination, l.count, r.latitude, r.longitude
    FROM routes AS l
    JOIN places AS r ON l.origin = r.iata
  ),
  "both" AS (
    -- Columns of the destination end in _right.
    SELECT
      l.origin,
      l.destination,
      l.count,
      l.latitude,
      l.longitude,
      r.latitude AS latitude_right,
      r.longitude AS longitude_right
    FROM "from" AS l
    JOIN places AS r ON l.destination = r.iata
  ),
  lengths AS (
    SELECT origin, destination, count, round(2 * 6371 * asin(sqrt(half_chord))) AS km
    FROM (
      SELECT
        origin,
        destination,
        count,
        pow(sin(radians(latitude_right - latitude) / 2), 2) + cos(radians(latitude)) * cos(radians(latitude_right)) * pow(
          sin(radians(longitude_right - longitude) / 2), 2
        ) AS half_chord
      FROM "both"
    )
  ),
  slim AS (
    SELECT origin, destination, count AS flights, km
    FROM lengths
  ),
  longest AS (
    SELECT *
    FROM slim
    ORDER BY km DESC NULLS LAST, origin ASC NULLS LAST, destination ASC NULLS LAST
    LIMIT 50
  )
  SELECT *
  FROM longest
) TO 'out/longest-routes.parquet' (FORMAT parquet);

COPY (
  WITH routes AS (
    SELECT *
    FROM read_csv(
      '../node_modules/vega-datasets/data/flights-airport.csv',
      auto_detect = false,
      header = true,
      delim = ',',
      quote = '"',
      escape = '"',
      nullstr = [''],
      columns = {'origin': 'VARCHAR', 'destination': 'VARCHAR', 'count': 'BIGINT'}
    )
  ),
  airports AS NOT MATERIALIZED (
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
  places AS NOT MATERIALIZED (
    SELECT iata, latitude, longitude
    FROM airports
  ),
  "from" AS (
    SELECT l.origin, l.destination, l.count, r.latitude, r.longitude
    FROM routes AS l
    JOIN places AS r ON l.origin = r.iata
  ),
  "both" AS (
    -- Columns of the destination end in _right.
    SELECT
      l.origin,
      l.destination,
      l.count,
      l.latitude,
      l.longitude,
      r.latitude AS latitude_right,
      r.longitude AS longitude_right
    FROM "from" AS l
    JOIN places AS r ON l.destination = r.iata
  ),
  lengths AS (
    SELECT origin, destination, count, round(2 * 6371 * asin(sqrt(half_chord))) AS km
    FROM (
      SELECT
        origin,
        destination,
        count,
        pow(sin(radians(latitude_right - latitude) / 2), 2) + cos(radians(latitude)) * cos(radians(latitude_right)) * pow(
          sin(radians(longitude_right - longitude) / 2), 2
        ) AS half_chord
      FROM "both"
    )
  ),
  slim AS (
    SELECT origin, destination, count AS flights, km
    FROM lengths
  ),
  departures AS (
    SELECT origin AS airport, flights, km
    FROM slim
  ),
  arrivals AS (
    SELECT destination AS airport, flights, km
    FROM slim
  ),
  movements AS (
    SELECT *
    FROM departures
    UNION ALL SELECT *
    FROM arrivals
  ),
  traffic AS (
    SELECT
      airport,
      sum(flights) AS movements,
      count(*) AS routes,
      avg(km) AS mean_km,
      sum(km * flights) AS weighted_km
    FROM movements
    GROUP BY 1
  ),
  traffic_sorted AS (
    SELECT *
    FROM traffic
    ORDER BY movements DESC NULLS LAST, airport ASC NULLS LAST
  )
  SELECT *
  FROM traffic_sorted
) TO 'out/airport-traffic.csv' (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '');

COPY (
  WITH routes AS (
    SELECT *
    FROM read_csv(
      '../node_modules/vega-datasets/data/flights-airport.csv',
      auto_detect = false,
      header = true,
      delim = ',',
      quote = '"',
      escape = '"',
      nullstr = [''],
      columns = {'origin': 'VARCHAR', 'destination': 'VARCHAR', 'count': 'BIGINT'}
    )
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
  places AS (
    SELECT iata
    FROM airports
  ),
  from_left_unmatched AS (
    SELECT l.origin, l.destination, l.count
    FROM routes AS l
    ANTI JOIN places AS r ON l.origin = r.iata
  )
  SELECT *
  FROM from_left_unmatched
) TO 'out/routes-from-unknown-airports.csv' (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '');
