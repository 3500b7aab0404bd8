"""Stock trends."""

from pathlib import Path

import duckdb


def main() -> None:
    con = duckdb.connect()

    con.execute(
        """
        CREATE TEMP VIEW stocks AS
        SELECT *
        FROM (
          SELECT * REPLACE (CAST(strptime(date, '%b %d %Y') AS DATE) AS date)
          FROM read_csv(
            '../node_modules/vega-datasets/data/stocks.csv',
            auto_detect = false,
            header = true,
            delim = ',',
            quote = '"',
            escape = '"',
            nullstr = [''],
            columns = {'symbol': 'VARCHAR', 'date': 'VARCHAR', 'price': 'DOUBLE'}
          )
        )
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW trend AS
        SELECT
          * EXCLUDE (__ordinal),
          avg(price) OVER (
            PARTITION BY symbol
            ORDER BY date ASC NULLS LAST, __ordinal ASC NULLS LAST
            ROWS BETWEEN 5 PRECEDING AND CURRENT ROW
          ) AS half_year_mean,
          lag(price, 1) OVER (
            PARTITION BY symbol
            ORDER BY date ASC NULLS LAST, __ordinal ASC NULLS LAST
            ROWS BETWEEN 5 PRECEDING AND CURRENT ROW
          ) AS before,
          row_number() OVER (
            PARTITION BY symbol
            ORDER BY date ASC NULLS LAST, __ordinal ASC NULLS LAST
            ROWS BETWEEN 5 PRECEDING AND CURRENT ROW
          ) AS month_no
        FROM (SELECT *, row_number() OVER () AS __ordinal FROM stocks)
        ORDER BY __ordinal
        """
    )

    con.execute(
        """
        CREATE TEMP TABLE changes AS
        SELECT
          symbol,
          date,
          price,
          round(half_year_mean, 2) AS half_year_mean,
          before,
          month_no,
          round(price / before - 1, 4) AS change
        FROM trend
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW known AS
        SELECT *
        FROM changes
        WHERE change IS NOT NULL
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW best_months AS
        SELECT * EXCLUDE (__ordinal)
        FROM (SELECT *, row_number() OVER () AS __ordinal FROM known)
        QUALIFY row_number() OVER (
          PARTITION BY symbol ORDER BY change DESC NULLS LAST, date ASC NULLS LAST, __ordinal
        ) <= 3
        ORDER BY __ordinal
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW ranked AS
        SELECT
          * EXCLUDE (__ordinal),
          row_number() OVER (
            PARTITION BY symbol
            ORDER BY change DESC NULLS LAST, date ASC NULLS LAST, __ordinal ASC NULLS LAST
          ) AS place
        FROM (SELECT *, row_number() OVER () AS __ordinal FROM best_months)
        ORDER BY __ordinal
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW short AS
        SELECT symbol, place, date, change
        FROM ranked
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW sorted AS
        SELECT *
        FROM short
        ORDER BY symbol ASC NULLS LAST, place ASC NULLS LAST, row_number() OVER ()
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW wide AS
        SELECT
          date,
          max(price) FILTER (WHERE symbol IS NOT DISTINCT FROM 'AAPL') AS AAPL,
          max(price) FILTER (WHERE symbol IS NOT DISTINCT FROM 'AMZN') AS AMZN,
          max(price) FILTER (WHERE symbol IS NOT DISTINCT FROM 'GOOG') AS GOOG,
          max(price) FILTER (WHERE symbol IS NOT DISTINCT FROM 'IBM') AS IBM,
          max(price) FILTER (WHERE symbol IS NOT DISTINCT FROM 'MSFT') AS MSFT
        FROM stocks
        GROUP BY 1
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW wide_by_date AS
        SELECT *
        FROM wide
        ORDER BY date ASC NULLS LAST
        """
    )

    Path("out").mkdir(parents=True, exist_ok=True)

    con.execute(
        """
        COPY (
          SELECT *
          FROM changes
        ) TO 'out/stock-trend.parquet' (FORMAT parquet)
        """
    )

    con.execute(
        """
        COPY (
          SELECT *
          FROM sorted
        ) TO 'out/best-months.csv' (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '')
        """
    )

    con.execute(
        """
        COPY (
          SELECT *
          FROM wide_by_date
        ) TO 'out/stocks-wide.csv' (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '')
        """
    )


if __name__ == "__main__":
    main()
