"""Movie genres.

What genres earn: names made regular, dates parsed, implausible rows set aside, ratings
looked up.
"""

from pyspark.sql import Column, SparkSession
from pyspark.sql import functions as F


def try_strptime(text: Column, regex: str, replacement: str, pattern: str) -> Column:
    """Time read from the fields that a regex finds in a text; null where they make none."""
    return F.when(
        text.rlike(r"(?i)^\s*(epoch|-?infinity)\s*$"),
        F.lit("1900-01-01 00:00:00").cast("timestamp_ntz"),
    ).otherwise(
        F.try_to_timestamp(
            F.regexp_replace(F.regexp_extract(text, regex, 0), regex, replacement),
            F.lit(pattern),
        )
    )


def divide(dividend: Column, divisor: Column) -> Column:
    """Quotient of two DOUBLEs as IEEE 754 has it: by zero it is infinite or NaN, not an error."""
    return F.when(divisor == 0.0, dividend * F.pow(divisor, -1.0)).otherwise(
        dividend / divisor
    )


def round_decimals(value: Column, factor: float) -> Column:
    """Rounds a DOUBLE to decimals: 100 for two of them."""
    return F.when(
        F.abs(value) * factor < float("inf"),
        (F.signum(value) * F.round(F.abs(value) * factor)) / factor,
    ).otherwise(value)


def finite(value: Column) -> Column:
    """The value; an error where it is infinite or NaN."""
    return F.when(
        value - value != 0.0,
        F.raise_error("The result is out of range.").cast("double"),
    ).otherwise(value)


def correlation(covariance: Column, deviation_y: Column, deviation_x: Column) -> Column:
    """Correlation; NaN where a side is always the same."""
    return divide(covariance, finite(deviation_y) * finite(deviation_x))


def main() -> None:
    spark = (
        SparkSession.builder.appName("Movie genres")
        .config("spark.sql.ansi.enabled", "true")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
        .getOrCreate()
    )

    movies = (
        spark.read.schema(
            "Title STRING, `US Gross` BIGINT, `Worldwide Gross` BIGINT, "
            "`US DVD Sales` BIGINT, `Production Budget` BIGINT, "
            "`Release Date` STRING, `MPAA Rating` STRING, "
            "`Running Time min` BIGINT, Distributor STRING, "
            "Source STRING, `Major Genre` STRING, `Creative Type` STRING, "
            "Director STRING, `Rotten Tomatoes Rating` BIGINT, "
            "`IMDB Rating` DOUBLE, `IMDB Votes` BIGINT"
        )
        .option("multiLine", True)
        .option("mode", "FAILFAST")
        .json("../node_modules/vega-datasets/data/movies.json")
    )

    snake_case = movies.withColumnsRenamed(
        {
            "US Gross": "US_Gross",
            "Worldwide Gross": "Worldwide_Gross",
            "US DVD Sales": "US_DVD_Sales",
            "Production Budget": "Production_Budget",
            "Release Date": "Release_Date",
            "MPAA Rating": "MPAA_Rating",
            "Running Time min": "Running_Time_min",
            "Major Genre": "Major_Genre",
            "Creative Type": "Creative_Type",
            "Rotten Tomatoes Rating": "Rotten_Tomatoes_Rating",
            "IMDB Rating": "IMDB_Rating",
            "IMDB Votes": "IMDB_Votes",
        }
    )

    typed = (
        snake_case.filter(
            ~(
                F.col("Title").isNotNull() & F.col("Title").isNull()
                | F.col("Release_Date").isNotNull()
                & try_strptime(
                    F.col("Release_Date"),
                    r"^\s*+((?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))\s++([0-9]{1,2}+)\s++([0-9]{1,4}+)\s*+$",
                    "$1|$2|$3",
                    "MMM|d|y",
                )
                .try_cast("date")
                .isNull()
                | F.col("Production_Budget").isNotNull()
                & F.col("Production_Budget").try_cast("decimal(15,2)").isNull()
                | F.col("Worldwide_Gross").isNotNull()
                & F.col("Worldwide_Gross").try_cast("decimal(15,2)").isNull()
            )
        )
        .withColumn(
            "Worldwide_Gross", F.col("Worldwide_Gross").try_cast("decimal(15,2)")
        )
        .withColumn(
            "Production_Budget", F.col("Production_Budget").try_cast("decimal(15,2)")
        )
        .withColumn(
            "Release_Date",
            try_strptime(
                F.col("Release_Date"),
                r"^\s*+((?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))\s++([0-9]{1,2}+)\s++([0-9]{1,4}+)\s*+$",
                "$1|$2|$3",
                "MMM|d|y",
            ).try_cast("date"),
        )
    )

    # Two-digit years of old films were read as 20xx.
    plausible = typed.filter(
        (F.col("Release_Date") <= "2011-12-31")
        & (F.col("Worldwide_Gross") > 0)
        & (F.col("Production_Budget") > 0)
    )

    ratings = spark.sql(
        "SELECT * FROM VALUES ('G', 'everybody'), "
        "('PG', 'children with parents'), ('PG-13', 'teenagers'), "
        "('R', 'adults'), ('NC-17', 'adults') AS t(code, audience)"
    )

    audiences = (
        plausible.alias("l")
        .join(ratings.alias("r"), F.col("l.MPAA_Rating") == F.col("r.code"), "left")
        .select(
            "l.Title",
            "l.Worldwide_Gross",
            "l.Production_Budget",
            "l.Major_Genre",
            "l.IMDB_Rating",
            "r.audience",
        )
    )

    profits = (
        audiences.withColumn(
            "genre", F.coalesce(F.col("Major_Genre"), F.lit("unknown"))
        )
        .withColumn("profit", F.col("Worldwide_Gross") - F.col("Production_Budget"))
        .withColumn(
            "return",
            round_decimals(
                divide(
                    F.col("profit").cast("double"),
                    F.col("Production_Budget").cast("double"),
                ),
                100.0,
            ),
        )
    )

    by_genre = profits.groupBy("genre").agg(
        F.count("*").alias("films"),
        F.count_if(F.col("audience") == "adults").alias("for_adults"),
        F.sum(F.col("profit")).cast("decimal(38,2)").alias("profit"),
        F.percentile(F.col("return"), 0.5).alias("median_return"),
        F.avg(F.col("IMDB_Rating")).alias("mean_rating"),
        correlation(
            F.covar_pop(F.col("IMDB_Rating"), F.col("profit").cast("double")),
            F.stddev_pop(
                F.when(F.col("profit").cast("double").isNotNull(), F.col("IMDB_Rating"))
            ),
            F.stddev_pop(
                F.when(F.col("IMDB_Rating").isNotNull(), F.col("profit").cast("double"))
            ),
        ).alias("rating_and_profit"),
        F.max_by(F.col("Title"), F.struct(F.col("profit"), F.col("Title"))).alias(
            "best_film"
        ),
    )

    ranked = by_genre.orderBy(F.col("profit").desc_nulls_last())

    typed_rejects = snake_case.filter(
        F.col("Title").isNotNull() & F.col("Title").isNull()
        | F.col("Release_Date").isNotNull()
        & try_strptime(
            F.col("Release_Date"),
            r"^\s*+((?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))\s++([0-9]{1,2}+)\s++([0-9]{1,4}+)\s*+$",
            "$1|$2|$3",
            "MMM|d|y",
        )
        .try_cast("date")
        .isNull()
        | F.col("Production_Budget").isNotNull()
        & F.col("Production_Budget").try_cast("decimal(15,2)").isNull()
        | F.col("Worldwide_Gross").isNotNull()
        & F.col("Worldwide_Gross").try_cast("decimal(15,2)").isNull()
    ).withColumn(
        "reason",
        F.concat_ws(
            "; ",
            F.when(
                F.col("Title").isNotNull() & F.col("Title").isNull(),
                F.concat(
                    F.lit('column "Title": "'),
                    F.col("Title"),
                    F.lit('" cannot be read as VARCHAR'),
                ),
            ),
            F.when(
                F.col("Release_Date").isNotNull()
                & try_strptime(
                    F.col("Release_Date"),
                    r"^\s*+((?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))\s++([0-9]{1,2}+)\s++([0-9]{1,4}+)\s*+$",
                    "$1|$2|$3",
                    "MMM|d|y",
                )
                .try_cast("date")
                .isNull(),
                F.concat(
                    F.lit('column "Release_Date": "'),
                    F.col("Release_Date"),
                    F.lit('" cannot be read as DATE'),
                ),
            ),
            F.when(
                F.col("Production_Budget").isNotNull()
                & F.col("Production_Budget").try_cast("decimal(15,2)").isNull(),
                F.concat(
                    F.lit('column "Production_Budget": "'),
                    F.col("Production_Budget").cast("string"),
                    F.lit('" cannot be read as DECIMAL(15,2)'),
                ),
            ),
            F.when(
                F.col("Worldwide_Gross").isNotNull()
                & F.col("Worldwide_Gross").try_cast("decimal(15,2)").isNull(),
                F.concat(
                    F.lit('column "Worldwide_Gross": "'),
                    F.col("Worldwide_Gross").cast("string"),
                    F.lit('" cannot be read as DECIMAL(15,2)'),
                ),
            ),
        ),
    )

    # Two-digit years of old films were read as 20xx.
    plausible_dropped = typed.filter(
        ~F.coalesce(
            (F.col("Release_Date") <= "2011-12-31")
            & (F.col("Worldwide_Gross") > 0)
            & (F.col("Production_Budget") > 0),
            F.lit(False),
        )
    )

    ranked.write.mode("overwrite").parquet("out/movie-genres.parquet")

    (
        typed_rejects.write.mode("overwrite")
        .option("ignoreNullFields", False)
        .json("out/movies-with-bad-values.ndjson")
    )

    (
        plausible_dropped.write.mode("overwrite")
        .option("ignoreNullFields", False)
        .json("out/movies-set-aside.ndjson")
    )

    spark.stop()


if __name__ == "__main__":
    main()
