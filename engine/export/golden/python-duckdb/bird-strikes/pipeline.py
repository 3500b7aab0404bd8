"""Bird strikes."""

from pathlib import Path

import duckdb


def main() -> None:
    con = duckdb.connect()

    con.execute(
        """
        CREATE TEMP VIEW reports AS
        SELECT *
        FROM read_csv(
          '../node_modules/vega-datasets/data/birdstrikes.csv',
          auto_detect = false,
          header = true,
          delim = ',',
          quote = '"',
          escape = '"',
          nullstr = [''],
          dateformat = '%Y-%m-%d',
          columns = {
            'Airport Name': 'VARCHAR',
            'Aircraft Make Model': 'VARCHAR',
            'Effect Amount of damage': 'VARCHAR',
            'Flight Date': 'DATE',
            'Aircraft Airline Operator': 'VARCHAR',
            'Origin State': 'VARCHAR',
            'Phase of flight': 'VARCHAR',
            'Wildlife Size': 'VARCHAR',
            'Wildlife Species': 'VARCHAR',
            'Time of day': 'VARCHAR',
            'Cost Other': 'BIGINT',
            'Cost Repair': 'BIGINT',
            'Cost Total $': 'BIGINT',
            'Speed IAS in knots': 'BIGINT'
          }
        )
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW short_names AS
        SELECT
          "Flight Date" AS date,
          "Origin State" AS state,
          "Airport Name" AS airport,
          "Wildlife Species" AS species,
          "Wildlife Size" AS size,
          "Phase of flight" AS phase,
          "Time of day" AS time_of_day,
          CAST("Cost Total $" AS BIGINT) AS cost
        FROM reports
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW tidy AS
        SELECT
          date,
          state,
          upper(trim(airport)) AS airport,
          lower(species) AS species,
          size,
          phase,
          time_of_day,
          cost,
          date_trunc('month', date) AS month
        FROM short_names
        """
    )

    con.execute(
        """
        CREATE TEMP TABLE "unique" AS
        SELECT * EXCLUDE (__ordinal)
        FROM (SELECT *, row_number() OVER () AS __ordinal FROM tidy)
        QUALIFY row_number() OVER (
          PARTITION BY date, airport, species, phase, cost
          ORDER BY state ASC NULLS LAST, size ASC NULLS LAST, time_of_day ASC NULLS LAST, __ordinal
        ) = 1
        ORDER BY __ordinal
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW known_species AS
        SELECT *
        FROM "unique"
        WHERE NOT starts_with(species, 'unknown')
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW by_species AS
        SELECT
          species,
          count(*) AS strikes,
          count(DISTINCT airport) AS airports,
          sum(cost) AS cost,
          count(DISTINCT phase) AS phases,
          mode(phase ORDER BY phase ASC NULLS LAST, __ordinal ASC NULLS LAST) AS usual_phase
        FROM (SELECT *, row_number() OVER () AS __ordinal FROM known_species)
        GROUP BY 1
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW costly_species AS
        SELECT *
        FROM by_species
        ORDER BY cost DESC NULLS LAST, species ASC NULLS LAST
        LIMIT 25
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW with_cost AS
        SELECT *
        FROM "unique"
        WHERE cost > 0 AND state IS NOT NULL AND state <> 'N/A'
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW dearest AS
        SELECT * EXCLUDE (__ordinal)
        FROM (SELECT *, row_number() OVER () AS __ordinal FROM with_cost)
        QUALIFY row_number() OVER (
          PARTITION BY state
          ORDER BY cost DESC NULLS LAST, date ASC NULLS LAST, airport ASC NULLS LAST, species ASC NULLS LAST, phase ASC NULLS LAST, __ordinal
        ) <= 3
        ORDER BY __ordinal
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW dearest_sorted AS
        SELECT *
        FROM dearest
        ORDER BY state ASC NULLS LAST, cost DESC NULLS LAST, row_number() OVER ()
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW sample AS
        SELECT * EXCLUDE (__ordinal)
        FROM (SELECT *, (0) + row_number() OVER () - CAST('1' AS BIGINT) AS __ordinal FROM "unique")
        QUALIFY row_number() OVER (
          PARTITION BY size
          ORDER BY hash(xor(CAST(__ordinal AS UBIGINT), CAST('7191089600892374487' AS UBIGINT))), __ordinal
        ) <= round(0.05::DOUBLE * count(*) OVER (PARTITION BY size ))
        ORDER BY __ordinal
        """
    )

    con.execute(
        """
        CREATE TEMP VIEW unique_duplicates AS
        SELECT * EXCLUDE (__ordinal)
        FROM (SELECT *, row_number() OVER () AS __ordinal FROM tidy)
        QUALIFY row_number() OVER (
          PARTITION BY date, airport, species, phase, cost
          ORDER BY state ASC NULLS LAST, size ASC NULLS LAST, time_of_day ASC NULLS LAST, __ordinal
        ) > 1
        ORDER BY __ordinal
        """
    )

    Path("out").mkdir(parents=True, exist_ok=True)

    con.execute(
        """
        COPY (
          SELECT *
          FROM costly_species
        ) TO 'out/costly-species.parquet' (FORMAT parquet)
        """
    )

    con.execute(
        """
        COPY (
          SELECT *
          FROM dearest_sorted
        ) TO 'out/dearest-strikes.csv' (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '')
        """
    )

    con.execute(
        """
        COPY (
          SELECT * REPLACE (coalesce(nullif("size", ''), '__HIVE_DEFAULT_PARTITION__') AS "size")
          FROM (
            SELECT *
            FROM sample
          )
        ) TO 'out/bird-strike-sample' (FORMAT parquet, PARTITION_BY ("size"), OVERWRITE)
        """
    )

    con.execute(
        """
        COPY (
          SELECT *
          FROM unique_duplicates
        ) TO 'out/duplicate-reports.csv' (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '')
        """
    )


if __name__ == "__main__":
    main()
