"""Late flights by airport.

Which airports send off the latest flights? Three million flights, joined with the list
of airports.
"""

import argparse

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.window import Window


def round_decimals(value: Column, factor: float) -> Column:
    """Rounds a DOUBLE to decimals: 100 for two of them."""
    return F.when(
        F.abs(value) * factor < float("inf"),
        (F.signum(value) * F.round(F.abs(value) * factor)) / factor,
    ).otherwise(value)


def divide(dividend: Column, divisor: Column) -> Column:
    """Quotient of two DOUBLEs as IEEE 754 has it: by zero it is infinite or NaN, not an error."""
    return F.when(divisor == 0.0, dividend * F.pow(divisor, -1.0)).otherwise(
        dividend / divisor
    )


def expect_unique(frame: DataFrame, message: str, *keys: Column) -> DataFrame:
    """The rows of a frame; an error where keys that are not null are repeated."""
    counted = frame.withColumn(
        "rows_of_key", F.count("*").over(Window.partitionBy(*keys))
    )
    repeated = F.col("rows_of_key") > 1
    for key in keys:
        repeated &= key.isNotNull()
    failure = F.raise_error(message).cast("boolean")
    return counted.filter(F.when(repeated, failure).otherwise(True)).drop("rows_of_key")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Late flights by airport")
    parser.add_argument(
        "--min-delay", type=int, default=15, help="Minutes from which a flight is late"
    )
    parser.add_argument(
        "--min-flights",
        type=int,
        default=1000,
        help="Airports with fewer flights are left out",
    )
    return parser.parse_args()


def main() -> None:
    args = parse_arguments()
    spark = (
        SparkSession.builder.appName("Late flights by airport")
        .config("spark.sql.ansi.enabled", "true")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
        .getOrCreate()
    )
    min_delay = F.lit(args.min_delay).cast("bigint")
    min_flights = F.lit(args.min_flights).cast("bigint")

    flights = spark.read.parquet(
        "../node_modules/vega-datasets/data/flights-3m.parquet"
    )

    # A few delays are typing errors: more than a day, or hours too early.
    plausible = flights.filter((F.col("delay") >= -120) & (F.col("delay") <= 1440))

    by_origin = plausible.groupBy("origin").agg(
        F.count("*").alias("flights"),
        F.count_if(F.col("delay") >= min_delay).alias("late"),
        (
            F.sum(F.col("delay").cast("decimal(38,0)")).cast("double")
            / F.count(F.col("delay"))
        ).alias("mean_delay"),
        F.percentile(F.col("delay"), 0.95).alias("p95_delay"),
    )

    busy = by_origin.filter(F.col("flights") >= min_flights)

    airports = (
        spark.read.schema(
            "iata STRING, name STRING, city STRING, state STRING, "
            "country STRING, latitude DOUBLE, longitude DOUBLE"
        )
        .option("header", True)
        .option("escape", '"')
        .option("multiLine", True)
        .option("mode", "FAILFAST")
        .csv("../node_modules/vega-datasets/data/airports.csv")
    )

    with_airport = (
        busy.alias("l")
        .join(
            expect_unique(
                airports,
                "The join expects many-to-one, but keys are repeated on the right side.",
                F.col("iata"),
            ).alias("r"),
            F.col("l.origin") == F.col("r.iata"),
            "left",
        )
        .select(
            "l.origin",
            "l.flights",
            "l.late",
            "l.mean_delay",
            "l.p95_delay",
            "r.name",
            "r.city",
            "r.state",
        )
    )

    shares = with_airport.withColumn(
        "mean_delay", round_decimals(F.col("mean_delay"), 10.0)
    ).withColumn(
        "late_share", round_decimals(divide(F.col("late"), F.col("flights")), 10000.0)
    )

    result = shares.select(
        F.col("origin").alias("airport"),
        "name",
        "city",
        "state",
        "flights",
        "late_share",
        "mean_delay",
        "p95_delay",
    )

    ranked = result.orderBy(
        F.col("late_share").desc_nulls_last(), F.col("airport").asc_nulls_last()
    )

    # A few delays are typing errors: more than a day, or hours too early.
    plausible_dropped = flights.filter(
        ~F.coalesce((F.col("delay") >= -120) & (F.col("delay") <= 1440), F.lit(False))
    )

    with_airport_left_unmatched = busy.alias("l").join(
        airports.alias("r"), F.col("l.origin") == F.col("r.iata"), "left_anti"
    )

    ranked.write.mode("overwrite").parquet("out/late-flights.parquet")

    (
        plausible_dropped.write.mode("overwrite")
        .option("header", True)
        .option("escape", '"')
        .csv("out/implausible-flights.csv")
    )

    (
        with_airport_left_unmatched.write.mode("overwrite")
        .option("header", True)
        .option("escape", '"')
        .csv("out/unknown-airports.csv")
    )

    spark.stop()


if __name__ == "__main__":
    main()
