"""Disasters by decade.

Deaths by kind of disaster and decade, the share of each kind, and the worst year of
all.
"""

from pyspark.sql import Column, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.window import Window


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


def main() -> None:
    spark = (
        SparkSession.builder.appName("Disasters by decade")
        .config("spark.sql.ansi.enabled", "true")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
        .getOrCreate()
    )

    disasters = (
        spark.read.schema("Entity STRING, Year INT, Deaths BIGINT")
        .option("header", True)
        .option("escape", '"')
        .option("multiLine", True)
        .option("mode", "FAILFAST")
        .csv("../node_modules/vega-datasets/data/disasters.csv")
    )

    kinds = disasters.filter(F.col("Entity") != "All natural disasters")

    decades = kinds.withColumn(
        "decade", F.call_function("div", F.col("Year"), F.lit(10)).cast("int") * 10
    )

    deaths = decades.groupBy("decade", "Entity").agg(
        F.sum(F.col("Deaths").cast("decimal(38,0)")).alias("deaths"),
        F.max_by(F.col("Year"), F.struct(F.col("Deaths"), F.col("Year"))).alias(
            "worst_year"
        ),
    )

    in_decade = deaths.withColumn(
        "all_deaths", F.sum(F.col("deaths")).over(Window.partitionBy("decade"))
    )

    shares = in_decade.withColumn(
        "percent",
        round_decimals(
            divide(
                (100 * F.col("deaths")).cast("double"),
                F.col("all_deaths").cast("double"),
            ),
            10.0,
        ),
    )

    notable = shares.filter(F.col("percent") >= 1.0)

    short = notable.select(
        "decade", F.col("Entity").alias("kind"), "deaths", "worst_year", "percent"
    )

    sorted = short.orderBy(
        F.col("decade").asc_nulls_last(),
        F.col("deaths").desc_nulls_last(),
        F.col("kind").asc_nulls_last(),
    )

    totals = disasters.filter(F.col("Entity") == "All natural disasters")

    worst = totals.orderBy(
        F.col("Deaths").desc_nulls_last(), F.col("Year").asc_nulls_last()
    ).limit(10)

    (
        sorted.write.mode("overwrite")
        .option("header", True)
        .option("escape", '"')
        .csv("out/disaster-shares.csv")
    )

    (
        worst.coalesce(1)
        .agg(
            F.concat(
                F.lit("[\n"),
                F.array_join(
                    F.collect_list(
                        F.call_function(
                            "to_json",
                            F.struct(F.col("Entity"), F.col("Year"), F.col("Deaths")),
                            F.call_function(
                                "map", F.lit("ignoreNullFields"), F.lit("false")
                            ),
                        )
                    ),
                    ",\n",
                ),
                F.lit("\n]"),
            ).alias("value")
        )
        .write.mode("overwrite")
        .text("out/worst-years.json")
    )

    spark.stop()


if __name__ == "__main__":
    main()
