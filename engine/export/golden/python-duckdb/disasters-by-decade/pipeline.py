"""Disasters by decade."""

from pathlib import Path

import duckdb


def main() -> None:
    con = duckdb.connect()
    # DuckDB 1.4 lets a join's filter pass a LIMIT below it, and joins rows after the limit.
    con.execute("SET disabled_optimizers = 'join_filter_pushdown'")
    # A query of the pipeline may depend on the order of rows, which many threads do not keep.
    con.execute("SET threads = 1")

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
          arg_max(Year, Deaths ORDER BY __ordinal ASC NULLS LAST) AS worst_year
        FROM (SELECT *, row_number() OVER () AS __ordinal FROM decades)
        GROUP BY 1, 2
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW shares AS
        SELECT *
        FROM (SELECT decade, Entity AS kind, deaths, worst_year,
               round(100 * deaths / sum(deaths) OVER (PARTITION BY decade), 1) AS percent
        FROM deaths
        QUALIFY percent >= 1
        ORDER BY decade, deaths DESC, kind
        )
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
          FROM shares
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
