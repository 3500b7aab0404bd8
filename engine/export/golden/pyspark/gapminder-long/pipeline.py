"""Gapminder in long form.

Measures from columns to rows, change since the first year, and a check that no year is
missing.
"""

from pyspark.sql import Column, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.window import Window


def round_decimals(value: Column, factor: float) -> Column:
    """Rounds a DOUBLE to decimals: 100 for two of them."""
    return F.when(
        F.abs(value) * factor < float("inf"),
        (F.signum(value) * F.round(F.abs(value) * factor)) / factor,
    ).otherwise(value)


def values_of(rows: Column) -> Column:
    """Field "value" of the rows; null without rows."""
    return F.when(
        F.size(rows) > 0, F.transform(rows, lambda row: row.getField("value"))
    )


def in_order(rows: Column, ascending: bool) -> Column:
    """Field "value" of the rows in the order of their fields; null without rows."""
    return values_of(F.sort_array(rows, ascending))


def main() -> None:
    spark = (
        SparkSession.builder.appName("Gapminder in long form")
        .config("spark.sql.ansi.enabled", "true")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
        .getOrCreate()
    )

    gapminder = (
        spark.read.schema(
            "year BIGINT, country STRING, cluster BIGINT, pop BIGINT, "
            "life_expect DOUBLE, fertility DOUBLE"
        )
        .option("multiLine", True)
        .option("mode", "FAILFAST")
        .json("../node_modules/vega-datasets/data/gapminder.json")
    )

    long = gapminder.unpivot(
        ["year", "country", "cluster", "pop"],
        ["life_expect", "fertility"],
        "measure",
        "value",
    ).filter(F.col("value").isNotNull())

    since_first = long.withColumn(
        "first_value",
        F.first_value(F.col("value")).over(
            Window.partitionBy("country", "measure").orderBy(
                F.col("year").asc_nulls_last()
            )
        ),
    )

    changes = since_first.withColumn(
        "change", round_decimals(F.col("value") - F.col("first_value"), 100.0)
    )

    result = changes.select("country", "year", "measure", "value", "change")

    sorted = result.orderBy(
        F.col("measure").asc_nulls_last(),
        F.col("country").asc_nulls_last(),
        F.col("year").asc_nulls_last(),
    )

    countries = gapminder.select("country").distinct()

    years = spark.range(1955, 2006, 5).toDF("year")

    expected = (
        countries.alias("l").crossJoin(years.alias("r")).select("l.country", "r.year")
    )

    missing = expected.alias("l").join(
        gapminder.alias("r"),
        (F.col("l.country") == F.col("r.country"))
        & (F.col("l.year") == F.col("r.year")),
        "left_anti",
    )

    pairs = gapminder.select("cluster", "country").distinct()

    per_cluster = pairs.groupBy("cluster").agg(
        in_order(
            F.collect_list(
                F.struct(
                    F.col("country").isNull().alias("no_key_1"),
                    F.col("country").alias("key_1"),
                    F.col("country").alias("value"),
                )
            ),
            True,
        ).alias("country")
    )

    members = per_cluster.select(
        "cluster",
        F.explode(
            F.transform(
                F.col("country"),
                lambda value, index: F.struct(
                    value.alias("value"), (index + 1).cast("bigint").alias("position")
                ),
            )
        ).alias("item"),
    ).select(
        "cluster",
        F.col("item").getField("value").alias("country"),
        F.col("item").getField("position").alias("no"),
    )

    members_sorted = members.orderBy(
        F.col("cluster").asc_nulls_last(), F.col("no").asc_nulls_last()
    )

    sorted.write.mode("overwrite").parquet("out/gapminder-long.parquet")

    (
        missing.write.mode("overwrite")
        .option("header", True)
        .option("escape", '"')
        .csv("out/missing-years.csv")
    )

    (
        members_sorted.write.mode("overwrite")
        .option("ignoreNullFields", False)
        .json("out/clusters.ndjson")
    )

    spark.stop()


if __name__ == "__main__":
    main()
