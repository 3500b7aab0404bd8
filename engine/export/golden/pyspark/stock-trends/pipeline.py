"""Stock trends.

Monthly prices of five stocks: moving average, change to the month before, the best
three months of each, and a wide table.
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


def divide(dividend: Column, divisor: Column) -> Column:
    """Quotient of two DOUBLEs as IEEE 754 has it: by zero it is infinite or NaN, not an error."""
    return F.when(divisor == 0.0, dividend * F.pow(divisor, -1.0)).otherwise(
        dividend / divisor
    )


def main() -> None:
    spark = (
        SparkSession.builder.appName("Stock trends")
        .config("spark.sql.ansi.enabled", "true")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
        .getOrCreate()
    )

    stocks = (
        spark.read.schema("symbol STRING, date DATE, price DOUBLE")
        .option("header", True)
        .option("escape", '"')
        .option("dateFormat", "MMM d y")
        .option("multiLine", True)
        .option("mode", "FAILFAST")
        .csv("../node_modules/vega-datasets/data/stocks.csv")
    )

    trend = (
        stocks.withColumn(
            "half_year_mean",
            F.avg(F.col("price")).over(
                Window.partitionBy("symbol")
                .orderBy(F.col("date").asc_nulls_last())
                .rowsBetween(-5, Window.currentRow)
            ),
        )
        .withColumn(
            "before",
            F.lag(F.col("price"), 1).over(
                Window.partitionBy("symbol").orderBy(F.col("date").asc_nulls_last())
            ),
        )
        .withColumn(
            "month_no",
            F.row_number()
            .over(Window.partitionBy("symbol").orderBy(F.col("date").asc_nulls_last()))
            .cast("bigint"),
        )
    )

    changes = trend.withColumn(
        "half_year_mean", round_decimals(F.col("half_year_mean"), 100.0)
    ).withColumn(
        "change", round_decimals(divide(F.col("price"), F.col("before")) - 1.0, 10000.0)
    )

    known = changes.filter(F.col("change").isNotNull())

    best_months = (
        known.withColumn(
            "rank",
            F.row_number().over(
                Window.partitionBy("symbol").orderBy(
                    F.col("change").desc_nulls_last(), F.col("date").asc_nulls_last()
                )
            ),
        )
        .filter(F.col("rank") <= 3)
        .drop("rank")
    )

    ranked = best_months.withColumn(
        "place",
        F.row_number()
        .over(
            Window.partitionBy("symbol").orderBy(
                F.col("change").desc_nulls_last(), F.col("date").asc_nulls_last()
            )
        )
        .cast("bigint"),
    )

    short = ranked.select("symbol", "place", "date", "change")

    sorted = short.orderBy(
        F.col("symbol").asc_nulls_last(), F.col("place").asc_nulls_last()
    )

    wide = stocks.groupBy("date").agg(
        F.max(F.when(F.col("symbol").eqNullSafe("AAPL"), F.col("price"))).alias("AAPL"),
        F.max(F.when(F.col("symbol").eqNullSafe("AMZN"), F.col("price"))).alias("AMZN"),
        F.max(F.when(F.col("symbol").eqNullSafe("GOOG"), F.col("price"))).alias("GOOG"),
        F.max(F.when(F.col("symbol").eqNullSafe("IBM"), F.col("price"))).alias("IBM"),
        F.max(F.when(F.col("symbol").eqNullSafe("MSFT"), F.col("price"))).alias("MSFT"),
    )

    wide_by_date = wide.orderBy(F.col("date").asc_nulls_last())

    changes.write.mode("overwrite").parquet("out/stock-trend.parquet")

    (
        sorted.write.mode("overwrite")
        .option("header", True)
        .option("escape", '"')
        .csv("out/best-months.csv")
    )

    (
        wide_by_date.write.mode("overwrite")
        .option("header", True)
        .option("escape", '"')
        .csv("out/stocks-wide.csv")
    )

    spark.stop()


if __name__ == "__main__":
    main()
