"""Airport routes."""

from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql.window import Window


def bounded(value):
    """The value; an infinite one is an error."""
    return F.when(
        F.abs(value) == F.lit("Infinity").cast("double"),
        F.raise_error(F.lit("the value is infinite")),
    ).otherwise(value)


def not_negative(value):
    """The value; below zero it is an error."""
    return F.when(
        value < 0.0,
        F.raise_error(F.lit("cannot take square root of a negative number")),
    ).otherwise(value)


def within_one(value):
    """The value; outside of -1 to 1 it is an error."""
    return F.when(
        F.nanvl(F.abs(value), F.lit(0.0)) > 1.0,
        F.raise_error(F.lit("the value is outside of [-1, 1]")),
    ).otherwise(value)


def round_whole(value):
    """Rounds a DOUBLE, halves away from zero."""
    return F.signum(value) * F.round(F.abs(value))


def main() -> None:
    spark = (
        SparkSession.builder.appName("Airport routes")
        .config("spark.sql.ansi.enabled", "true")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
        .getOrCreate()
    )

    routes = (
        spark.read.schema("`origin` STRING, `destination` STRING, `count` BIGINT")
        .option("header", True)
        .option("sep", ",")
        .option("escape", '"')
        .option("nullValue", "")
        .option("multiLine", True)
        .option("mode", "FAILFAST")
        .csv("../node_modules/vega-datasets/data/flights-airport.csv")
    )

    airports = (
        spark.read.schema(
            "`iata` STRING, `name` STRING, `city` STRING, `state` STRING, `country` STRING, `latitude` DOUBLE, `longitude` DOUBLE"
        )
        .option("header", True)
        .option("sep", ",")
        .option("escape", '"')
        .option("nullValue", "")
        .option("multiLine", True)
        .option("mode", "FAILFAST")
        .csv("../node_modules/vega-datasets/data/airports.csv")
    )

    places = airports.drop("name", "city", "country")

    from_ = (
        routes.alias("l")
        .join(
            places.withColumn(
                "rows_of_key", F.count("*").over(Window.partitionBy(F.col("iata")))
            )
            .filter(
                F.when(
                    (F.col("rows_of_key") > 1) & F.col("iata").isNotNull(),
                    F.raise_error(
                        F.lit(
                            "The join expects many-to-one, but keys are repeated on the right side."
                        )
                    ).cast("boolean"),
                ).otherwise(True)
            )
            .drop("rows_of_key")
            .alias("r"),
            F.col("l.origin") == F.col("r.iata"),
            "inner",
        )
        .select(
            F.col("l.origin"),
            F.col("l.destination"),
            F.col("l.count"),
            F.col("r.latitude"),
            F.col("r.longitude"),
        )
    )

    # Columns of the destination end in _right.
    both = (
        from_.alias("l")
        .join(
            places.withColumn(
                "rows_of_key", F.count("*").over(Window.partitionBy(F.col("iata")))
            )
            .filter(
                F.when(
                    (F.col("rows_of_key") > 1) & F.col("iata").isNotNull(),
                    F.raise_error(
                        F.lit(
                            "The join expects many-to-one, but keys are repeated on the right side."
                        )
                    ).cast("boolean"),
                ).otherwise(True)
            )
            .drop("rows_of_key")
            .alias("r"),
            F.col("l.destination") == F.col("r.iata"),
            "inner",
        )
        .select(
            F.col("l.origin"),
            F.col("l.destination"),
            F.col("l.count"),
            F.col("l.latitude"),
            F.col("l.longitude"),
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
            F.lit(2.0),
        )
        + F.cos(bounded(F.radians(F.col("latitude"))))
        * F.cos(bounded(F.radians(F.col("latitude_right"))))
        * F.pow(
            F.sin(
                bounded(F.radians(F.col("longitude_right") - F.col("longitude")) / 2.0)
            ),
            F.lit(2.0),
        ),
    ).withColumn(
        "km",
        round_whole(
            (F.lit(2) * 6371).cast("double")
            * F.asin(within_one(F.sqrt(not_negative(F.col("half_chord")))))
        ),
    )

    slim = lengths.select(
        F.col("origin"),
        F.col("destination"),
        F.col("count").alias("flights"),
        F.col("km"),
    )

    longest = slim.orderBy(
        F.col("km").desc_nulls_last(),
        F.col("origin").asc_nulls_last(),
        F.col("destination").asc_nulls_last(),
    ).limit(50)

    departures = slim.select(
        F.col("origin").alias("airport"), F.col("flights"), F.col("km")
    )

    arrivals = slim.select(
        F.col("destination").alias("airport"), F.col("flights"), F.col("km")
    )

    movements = departures.union(arrivals)

    traffic = movements.groupBy(F.col("airport")).agg(
        F.sum(F.col("flights").cast("decimal(38,0)"))
        .cast("decimal(38,0)")
        .alias("movements"),
        F.count("*").alias("routes"),
        F.avg(F.col("km")).alias("mean_km"),
        F.sum(F.col("km") * F.col("flights").cast("double")).alias("weighted_km"),
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
        .option("sep", ",")
        .option("quote", '"')
        .option("escape", '"')
        .option("nullValue", "")
        .csv("out/airport-traffic.csv")
    )

    (
        from_left_unmatched.write.mode("overwrite")
        .option("header", True)
        .option("sep", ",")
        .option("quote", '"')
        .option("escape", '"')
        .option("nullValue", "")
        .csv("out/routes-from-unknown-airports.csv")
    )

    spark.stop()


if __name__ == "__main__":
    main()
