"""Disasters by decade."""

from pathlib import Path

import duckdb


def main() -> None:
    con = duckdb.connect()

    disasters = con.sql(
        """
        SELECT *
        FROM read_csv('../node_modules/vega-datasets/data/disasters.csv', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', nullstr = [''], columns = {'Entity': 'VARCHAR', 'Year': 'INTEGER', 'Deaths': 'BIGINT'})
        """
    )

    kinds = con.sql(
        """
        SELECT *
        FROM disasters
        WHERE (Entity <> 'All natural disasters')
        """
    )

    decades = con.sql(
        """
        SELECT Entity, Year, Deaths, Year // 10 * 10 AS decade
        FROM kinds
        """
    )

    deaths = con.sql(
        """
        SELECT decade, Entity, sum(Deaths) AS deaths, arg_max(Year, Deaths) AS worst_year
        FROM decades
        GROUP BY 1, 2
        """
    )

    shares = con.sql(
        """
        SELECT *
        FROM (SELECT decade, Entity AS kind, deaths, worst_year,
               round(100 * deaths / sum(deaths) OVER (PARTITION BY decade), 1) AS percent
        FROM deaths
        QUALIFY percent >= 1
        ORDER BY decade, deaths DESC, kind
        )
        """
    )

    totals = con.sql(
        """
        SELECT *
        FROM disasters
        WHERE (Entity = 'All natural disasters')
        """
    )

    worst = con.sql(
        """
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
