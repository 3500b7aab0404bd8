"""Weather by month.

Seattle and New York, month by month: temperatures side by side, and how often it rains,
snows or shines.
"""

from pyspark.sql import SparkSession
from pyspark.sql import functions as F


def main() -> None:
    spark = (
        SparkSession.builder.appName("Weather by month")
        .config("spark.sql.ansi.enabled", "true")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
        .getOrCreate()
    )

    weather = (
        spark.read.schema(
            "location STRING, date DATE, precipitation DOUBLE, "
            "temp_max DOUBLE, temp_min DOUBLE, wind DOUBLE, "
            "weather STRING"
        )
        .option("header", True)
        .option("escape", '"')
        .option("dateFormat", "y-M-d")
        .option("multiLine", True)
        .option("mode", "FAILFAST")
        .csv("../node_modules/vega-datasets/data/weather.csv")
    )

    months = (
        weather.withColumn("year", F.year(F.col("date")).cast("bigint"))
        .withColumn("month", F.date_format(F.col("date"), "MMM"))
        .withColumn("temp_mean", (F.col("temp_max") + F.col("temp_min")) / 2.0)
    )

    temperatures = months.groupBy("location").agg(
        F.avg(F.when(F.col("month").eqNullSafe("Jan"), F.col("temp_mean"))).alias(
            "Jan"
        ),
        F.avg(F.when(F.col("month").eqNullSafe("Feb"), F.col("temp_mean"))).alias(
            "Feb"
        ),
        F.avg(F.when(F.col("month").eqNullSafe("Mar"), F.col("temp_mean"))).alias(
            "Mar"
        ),
        F.avg(F.when(F.col("month").eqNullSafe("Apr"), F.col("temp_mean"))).alias(
            "Apr"
        ),
        F.avg(F.when(F.col("month").eqNullSafe("May"), F.col("temp_mean"))).alias(
            "May"
        ),
        F.avg(F.when(F.col("month").eqNullSafe("Jun"), F.col("temp_mean"))).alias(
            "Jun"
        ),
        F.avg(F.when(F.col("month").eqNullSafe("Jul"), F.col("temp_mean"))).alias(
            "Jul"
        ),
        F.avg(F.when(F.col("month").eqNullSafe("Aug"), F.col("temp_mean"))).alias(
            "Aug"
        ),
        F.avg(F.when(F.col("month").eqNullSafe("Sep"), F.col("temp_mean"))).alias(
            "Sep"
        ),
        F.avg(F.when(F.col("month").eqNullSafe("Oct"), F.col("temp_mean"))).alias(
            "Oct"
        ),
        F.avg(F.when(F.col("month").eqNullSafe("Nov"), F.col("temp_mean"))).alias(
            "Nov"
        ),
        F.avg(F.when(F.col("month").eqNullSafe("Dec"), F.col("temp_mean"))).alias(
            "Dec"
        ),
    )

    ordered = temperatures.orderBy(F.col("location").asc_nulls_last())

    # The kinds of weather are found in the data.
    skies = months.groupBy("location", "year").agg(
        F.count(F.when(F.col("weather").eqNullSafe("drizzle"), F.col("date"))).alias(
            "drizzle"
        ),
        F.count(F.when(F.col("weather").eqNullSafe("fog"), F.col("date"))).alias("fog"),
        F.count(F.when(F.col("weather").eqNullSafe("rain"), F.col("date"))).alias(
            "rain"
        ),
        F.count(F.when(F.col("weather").eqNullSafe("snow"), F.col("date"))).alias(
            "snow"
        ),
        F.count(F.when(F.col("weather").eqNullSafe("sun"), F.col("date"))).alias("sun"),
    )

    skies_ordered = skies.orderBy(
        F.col("location").asc_nulls_last(), F.col("year").asc_nulls_last()
    )

    (
        ordered.write.mode("overwrite")
        .option("header", True)
        .option("escape", '"')
        .csv("out/monthly-temperatures.csv")
    )

    skies_ordered.write.mode("overwrite").parquet("out/skies.parquet")

    spark.stop()


if __name__ == "__main__":
    main()
