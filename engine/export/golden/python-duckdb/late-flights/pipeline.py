"""Late flights by airport."""

import argparse
from pathlib import Path

import duckdb


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Late flights by airport")
    parser.add_argument("--min-delay", dest="min_delay", default="15")
    parser.add_argument("--min-flights", dest="min_flights", default="1000")
    return parser.parse_args()


def main() -> None:
    args = parse_arguments()
    con = duckdb.connect()
    con.execute("SET VARIABLE min_delay = CAST(? AS BIGINT)", [args.min_delay])
    con.execute("SET VARIABLE min_flights = CAST(? AS BIGINT)", [args.min_flights])

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
        CREATE TEMP VIEW flights AS
        SELECT *
        FROM read_parquet('../node_modules/vega-datasets/data/flights-3m.parquet')
        """
    )

    # A few delays are typing errors: more than a day, or hours too early.
    con.execute(
        """
        CREATE TEMP VIEW plausible AS
        SELECT *
        FROM flights
        WHERE delay BETWEEN -120 AND 1440
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW by_origin AS
        SELECT
          origin,
          count(*) AS flights,
          count(*) FILTER (WHERE delay >= getvariable('min_delay')) AS late,
          avg(delay) AS mean_delay,
          quantile_cont(delay, 0.95e0) AS p95_delay
        FROM plausible
        GROUP BY 1
        """
    )

    con.execute(
        """
        CREATE TEMP TABLE busy AS
        SELECT *
        FROM by_origin
        WHERE flights >= getvariable('min_flights')
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW with_airport AS
        SELECT l.origin, l.flights, l.late, l.mean_delay, l.p95_delay, r.name, r.city, r.state
        FROM busy AS l
        LEFT JOIN airports AS r ON l.origin = r.iata
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW shares AS
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
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW result AS
        SELECT origin AS airport, name, city, state, flights, late_share, mean_delay, p95_delay
        FROM shares
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW ranked AS
        SELECT *
        FROM result
        ORDER BY late_share DESC NULLS LAST, airport ASC NULLS LAST
        """
    )

    # A few delays are typing errors: more than a day, or hours too early.
    con.execute(
        """
        CREATE TEMP VIEW plausible_dropped AS
        SELECT *
        FROM flights
        WHERE NOT coalesce(delay BETWEEN -120 AND 1440, false)
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW with_airport_left_unmatched AS
        SELECT l.origin, l.flights, l.late, l.mean_delay, l.p95_delay
        FROM busy AS l
        ANTI JOIN airports AS r ON l.origin = r.iata
        """
    )

    # Keys of the right side of with_airport stand there once.
    con.execute(
        """
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
        HAVING count(*) > 0
        """
    )

    Path("out").mkdir(parents=True, exist_ok=True)

    con.execute(
        """
        COPY (
          SELECT *
          FROM ranked
        ) TO 'out/late-flights.parquet' (FORMAT parquet)
        """
    )

    con.execute(
        """
        COPY (
          SELECT *
          FROM plausible_dropped
        ) TO 'out/implausible-flights.csv' (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '')
        """
    )

    con.execute(
        """
        COPY (
          SELECT *
          FROM with_airport_left_unmatched
        ) TO 'out/unknown-airports.csv' (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '')
        """
    )


if __name__ == "__main__":
    main()
