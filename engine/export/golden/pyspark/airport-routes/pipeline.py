"""Airport routes.

Flights between airports: the length of every route, and how busy each airport is in
both directions.
"""

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.window import Window


def bounded(value: Column) -> Column:
    """The value; an infinite one is an error."""
    return F.when(
        F.abs(value) == float("inf"), F.raise_error("the value is infinite")
    ).otherwise(value)


def not_negative(value: Column) -> Column:
    """The value; below zero it is an error."""
    return F.when(
        value < 0.0, F.raise_error("cannot take square root of a negative number")
    ).otherwise(value)


def within_one(value: Column) -> Column:
    """The value; outside of -1 to 1 it is an error."""
    return F.when(
        F.nanvl(F.abs(value), F.lit(0.0)) > 1.0,
        F.raise_error("the value is outside of [-1, 1]"),
    ).otherwise(value)


def round_whole(value: Column) -> Column:
    """Rounds a DOUBLE, halves away from zero."""
    return F.signum(value) * F.round(F.abs(value))


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


def main() -> None:
    spark = (
        SparkSession.builder.appName("Airport routes")
        .config("spark.sql.ansi.enabled", "true")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
        .getOrCreate()
    )

    routes = (
        spark.read.schema("origin STRING, destination STRING, count BIGINT")
        .option("header", True)
        .option("escape", '"')
        .option("multiLine", True)
        .option("mode", "FAILFAST")
        .csv("../node_modules/vega-datasets/data/flights-airport.csv")
    )

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

    places = airports.drop("name", "city", "country")

    from_ = (
        routes.alias("l")
        .join(
            expect_unique(
                places,
                "The join expects many-to-one, but keys are repeated on the right side.",
                F.col("iata"),
            ).alias("r"),
            F.col("l.origin") == F.col("r.iata"),
            "inner",
        )
        .select("l.origin", "l.destination", "l.count", "r.latitude", "r.longitude")
    )

    # Columns of the destination end in _right.
    both = (
        from_.alias("l")
        .join(
            expect_unique(
                places,
                "The join expects many-to-one, but keys are repeated on the right side.",
                F.col("iata"),
            ).alias("r"),
            F.col("l.destination") == F.col("r.iata"),
            "inner",
        )
        .select(
            "l.origin",
            "l.destination",
            "l.count",
            "l.latitude",
            "l.longitude",
            F.col("r.latitude").alias("latitude_right"),
            F.col("r.longitude").alias("longitude_right"),
        )
    )

    lengths = both.withColumn(
        "half_chord",
        F.pow(
            F.sin(
                bounded(F.radians(F.col("latitude_right") - F.col("latitude")) / 2.0)
            ),
            2.0,
        )
        + F.cos(bounded(F.radians(F.col("latitude"))))
        * F.cos(bounded(F.radians(F.col("latitude_right"))))
        * F.pow(
            F.sin(
                bounded(F.radians(F.col("longitude_right") - F.col("longitude")) / 2.0)
            ),
            2.0,
        ),
    ).withColumn(
        "km",
        round_whole(
            F.lit(2)
            * 6371
            * F.asin(within_one(F.sqrt(not_negative(F.col("half_chord")))))
        ),
    )

    slim = lengths.select(
        "origin", "destination", F.col("count").alias("flights"), "km"
    )

    longest = slim.orderBy(
        F.col("km").desc_nulls_last(),
        F.col("origin").asc_nulls_last(),
        F.col("destination").asc_nulls_last(),
    ).limit(50)

    departures = slim.select(F.col("origin").alias("airport"), "flights", "km")

    arrivals = slim.select(F.col("destination").alias("airport"), "flights", "km")

    movements = departures.union(arrivals)

    traffic = movements.groupBy("airport").agg(
        F.sum(F.col("flights").cast("decimal(38,0)")).alias("movements"),
        F.count("*").alias("routes"),
        F.avg(F.col("km")).alias("mean_km"),
        F.sum(F.col("km") * F.col("flights")).alias("weighted_km"),
    )

    traffic_sorted = traffic.orderBy(
        F.col("movements").desc_nulls_last(), F.col("airport").asc_nulls_last()
    )

    from_left_unmatched = routes.alias("l").join(
        places.alias("r"), F.col("l.origin") == F.col("r.iata"), "left_anti"
    )

    longest.write.mode("overwrite").parquet("out/longest-routes.parquet")

    (
        traffic_sorted.write.mode("overwrite")
        .option("header", True)
        .option("escape", '"')
        .csv("out/airport-traffic.csv")
    )

    (
        from_left_unmatched.write.mode("overwrite")
        .option("header", True)
        .option("escape", '"')
        .csv("out/routes-from-unknown-airports.csv")
    )

    spark.stop()


if __name__ == "__main__":
    main()
