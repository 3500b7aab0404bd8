"""Gapminder in long form."""

from pathlib import Path

import duckdb


def main() -> None:
    con = duckdb.connect()

    con.execute(
        """
        CREATE TEMP VIEW gapminder AS
        SELECT *
        FROM read_json(
          '../node_modules/vega-datasets/data/gapminder.json',
          format = 'array',
          columns = {
            'year': 'BIGINT',
            'country': 'VARCHAR',
            'cluster': 'BIGINT',
            'pop': 'BIGINT',
            'life_expect': 'DOUBLE',
            'fertility': 'DOUBLE'
          }
        )
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW long AS
        SELECT *
        FROM gapminder UNPIVOT (value FOR measure IN (life_expect, fertility))
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW since_first AS
        SELECT
          * EXCLUDE (__ordinal),
          first_value(
            value ORDER BY year ASC NULLS LAST, __ordinal ASC NULLS LAST
          ) OVER (PARTITION BY country, measure ORDER BY year ASC NULLS LAST) AS first_value
        FROM (SELECT *, row_number() OVER () AS __ordinal FROM long)
        ORDER BY __ordinal
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW changes AS
        SELECT year, country, measure, value, round(value - first_value, 2) AS change
        FROM since_first
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW result AS
        SELECT country, year, measure, value, change
        FROM changes
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW sorted AS
        SELECT *
        FROM result
        ORDER BY measure ASC NULLS LAST, country ASC NULLS LAST, year ASC NULLS LAST, row_number() OVER ()
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW countries AS
        SELECT country
        FROM gapminder
        GROUP BY 1
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW years AS
        SELECT *
        FROM (SELECT range AS year FROM range('1955'::BIGINT, '2006'::BIGINT, '5'::BIGINT))
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW expected AS
        SELECT l.country, r.year
        FROM countries AS l
        CROSS JOIN years AS r
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW missing AS
        SELECT l.country, l.year
        FROM expected AS l
        ANTI JOIN gapminder AS r ON l.country = r.country AND l.year = r.year
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW pairs AS
        SELECT cluster, country
        FROM gapminder
        GROUP BY 1, 2
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW per_cluster AS
        SELECT cluster, list(country ORDER BY country ASC NULLS LAST) AS country
        FROM pairs
        GROUP BY 1
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW members AS
        SELECT cluster, unnest(country) AS country, unnest(range(1, len(country) + 1)) AS no
        FROM per_cluster
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW members_sorted AS
        SELECT *
        FROM members
        ORDER BY cluster ASC NULLS LAST, no ASC NULLS LAST
        """
    )

    Path("out").mkdir(parents=True, exist_ok=True)

    con.execute(
        """
        COPY (
          SELECT *
          FROM sorted
        ) TO 'out/gapminder-long.parquet' (FORMAT parquet)
        """
    )

    con.execute(
        """
        COPY (
          SELECT *
          FROM missing
        ) TO 'out/missing-years.csv' (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '')
        """
    )

    con.execute(
        """
        COPY (
          SELECT *
          FROM members_sorted
        ) TO 'out/clusters.ndjson' (FORMAT json)
        """
    )


if __name__ == "__main__":
    main()
