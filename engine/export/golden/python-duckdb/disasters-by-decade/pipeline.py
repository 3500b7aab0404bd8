"""Disasters by decade."""

from pathlib import Path

import duckdb


def main() -> None:
    con = duckdb.connect()

    con.execute(
        """
        CREATE TEMP VIEW disasters AS
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
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW kinds AS
        SELECT *
        FROM disasters
        WHERE Entity <> 'All natural disasters'
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW decades AS
        SELECT Entity, Year, Deaths, Year // 10 * 10 AS decade
        FROM kinds
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW deaths AS
        SELECT
          decade,
          Entity,
          sum(Deaths) AS deaths,
          first(
            Year ORDER BY Deaths DESC NULLS LAST, Year DESC NULLS LAST, __ordinal ASC NULLS LAST
          ) AS worst_year
        FROM (SELECT *, row_number() OVER () AS __ordinal FROM decades)
        GROUP BY 1, 2
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW in_decade AS
        SELECT *, sum(deaths) OVER (PARTITION BY decade) AS all_deaths
        FROM deaths
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW shares AS
        SELECT decade, Entity, deaths, worst_year, round(100 * deaths / all_deaths, 1) AS percent
        FROM in_decade
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW notable AS
        SELECT *
        FROM shares
        WHERE percent >= 1
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW short AS
        SELECT decade, Entity AS kind, deaths, worst_year, percent
        FROM notable
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW sorted AS
        SELECT *
        FROM short
        ORDER BY decade ASC NULLS LAST, deaths DESC NULLS LAST, kind ASC NULLS LAST
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW totals AS
        SELECT *
        FROM disasters
        WHERE Entity = 'All natural disasters'
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW worst AS
        SELECT *
        FROM totals
        ORDER BY Deaths DESC NULLS LAST, Year ASC NULLS LAST, row_number() OVER ()
        LIMIT 10
        """
    )

    Path("out").mkdir(parents=True, exist_ok=True)

    con.execute(
        """
        COPY (
          SELECT *
          FROM sorted
        ) TO 'out/disaster-shares.csv' (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '')
        """
    )

    con.execute(
        """
        COPY (
          SELECT *
          FROM worst
        ) TO 'out/worst-years.json' (FORMAT json, ARRAY true)
        """
    )


if __name__ == "__main__":
    main()
