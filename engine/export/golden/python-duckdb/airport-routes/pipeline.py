"""Airport routes."""

from pathlib import Path

import duckdb


def main() -> None:
    con = duckdb.connect()

    con.execute(
        """
        CREATE TEMP VIEW airports AS
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
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW places AS
        SELECT iata, latitude, longitude
        FROM airports
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW routes AS
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
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW "from" AS
        SELECT l.origin, l.destination, l.count, r.latitude, r.longitude
        FROM routes AS l
        JOIN places AS r ON l.origin = r.iata
        """
    )

    # Columns of the destination end in _right.
    con.execute(
        """
        CREATE TEMP VIEW "both" AS
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
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW lengths AS
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
        """
    )

    con.execute(
        """
        CREATE TEMP TABLE slim AS
        SELECT origin, destination, count AS flights, km
        FROM lengths
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW longest AS
        SELECT *
        FROM slim
        ORDER BY km DESC NULLS LAST, origin ASC NULLS LAST, destination ASC NULLS LAST
        LIMIT 50
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW departures AS
        SELECT origin AS airport, flights, km
        FROM slim
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW arrivals AS
        SELECT destination AS airport, flights, km
        FROM slim
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW movements AS
        SELECT *
        FROM departures
        UNION ALL SELECT *
        FROM arrivals
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW traffic AS
        SELECT
          airport,
          sum(flights) AS movements,
          count(*) AS routes,
          avg(km) AS mean_km,
          sum(km * flights) AS weighted_km
        FROM movements
        GROUP BY 1
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW traffic_sorted AS
        SELECT *
        FROM traffic
        ORDER BY movements DESC NULLS LAST, airport ASC NULLS LAST
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW from_left_unmatched AS
        SELECT l.origin, l.destination, l.count
        FROM routes AS l
        ANTI JOIN places AS r ON l.origin = r.iata
        """
    )

    # Keys of the right side of from stand there once.
    con.execute(
        """
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
        HAVING count(*) > 0
        """
    )

    # Keys of the right side of both stand there once.
    con.execute(
        """
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
        HAVING count(*) > 0
        """
    )

    Path("out").mkdir(parents=True, exist_ok=True)

    con.execute(
        """
        COPY (
          SELECT *
          FROM longest
        ) TO 'out/longest-routes.parquet' (FORMAT parquet)
        """
    )

    con.execute(
        """
        COPY (
          SELECT *
          FROM traffic_sorted
        ) TO 'out/airport-traffic.csv' (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '')
        """
    )

    con.execute(
        """
        COPY (
          SELECT *
          FROM from_left_unmatched
        ) TO 'out/routes-from-unknown-airports.csv' (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '')
        """
    )


if __name__ == "__main__":
    main()
