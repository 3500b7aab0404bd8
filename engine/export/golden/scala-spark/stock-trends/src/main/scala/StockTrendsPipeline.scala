import org.apache.spark.sql.{Column, SparkSession}
import org.apache.spark.sql.expressions.Window
import org.apache.spark.sql.functions._

/** Stock trends. Monthly prices of five stocks: moving average, change to the month before, the
  * best three months of each, and a wide table.
  */
object StockTrendsPipeline {
  def main(args: Array[String]): Unit = {
    val spark = SparkSession
      .builder()
      .appName("Stock trends")
      .config("spark.sql.ansi.enabled", "true")
      .config("spark.sql.session.timeZone", "UTC")
      .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
      .getOrCreate()

    val stocks = spark.read
      .schema("symbol STRING, date DATE, price DOUBLE")
      .option("header", true)
      .option("escape", "\"")
      .option("dateFormat", "MMM d y")
      .option("multiLine", true)
      .option("mode", "FAILFAST")
      .csv("../node_modules/vega-datasets/data/stocks.csv")

    val trend = stocks
      .withColumn(
        "half_year_mean",
        avg(col("price"))
          .over(
            Window
              .partitionBy("symbol")
              .orderBy(col("date").asc_nulls_last)
              .rowsBetween(-5, Window.currentRow)
          )
      )
      .withColumn(
        "before",
        lag(col("price"), 1).over(Window.partitionBy("symbol").orderBy(col("date").asc_nulls_last))
      )
      .withColumn(
        "month_no",
        row_number()
          .over(Window.partitionBy("symbol").orderBy(col("date").asc_nulls_last))
          .cast("bigint")
      )

    val changes = trend
      .withColumn("half_year_mean", roundDecimals(col("half_year_mean"), 100.0))
      .withColumn("change", roundDecimals(divide(col("price"), col("before")) - 1.0, 10000.0))

    val known = changes.filter(col("change").isNotNull)

    val bestMonths = known
      .withColumn(
        "rank",
        row_number()
          .over(
            Window
              .partitionBy("symbol")
              .orderBy(col("change").desc_nulls_last, col("date").asc_nulls_last)
          )
      )
      .filter(col("rank") <= 3)
      .drop("rank")

    val ranked = bestMonths.withColumn(
      "place",
      row_number()
        .over(
          Window
            .partitionBy("symbol")
            .orderBy(col("change").desc_nulls_last, col("date").asc_nulls_last)
        )
        .cast("bigint")
    )

    val short = ranked.select("symbol", "place", "date", "change")

    val sorted = short.orderBy(col("symbol").asc_nulls_last, col("place").asc_nulls_last)

    val wide = stocks
      .groupBy("date")
      .agg(
        max(when(col("symbol") <=> "AAPL", col("price"))).as("AAPL"),
        max(when(col("symbol") <=> "AMZN", col("price"))).as("AMZN"),
        max(when(col("symbol") <=> "GOOG", col("price"))).as("GOOG"),
        max(when(col("symbol") <=> "IBM", col("price"))).as("IBM"),
        max(when(col("symbol") <=> "MSFT", col("price"))).as("MSFT")
      )

    val wideByDate = wide.orderBy(col("date").asc_nulls_last)

    changes.write.mode("overwrite").parquet("out/stock-trend.parquet")

    sorted.write
      .mode("overwrite")
      .option("header", true)
      .option("escape", "\"")
      .csv("out/best-months.csv")

    wideByDate.write
      .mode("overwrite")
      .option("header", true)
      .option("escape", "\"")
      .csv("out/stocks-wide.csv")

    spark.stop()
  }

  /** Rounds a DOUBLE to decimals: 100 for two of them. */
  private def roundDecimals(value: Column, factor: Double): Column =
    when(
      abs(value) * factor < Double.PositiveInfinity,
      (signum(value) * round(abs(value) * factor)) / factor
    ).otherwise(value)

  /** Quotient of two DOUBLEs as IEEE 754 has it: by zero it is infinite or NaN, not an error. */
  private def divide(dividend: Column, divisor: Column): Column =
    when(divisor === 0.0, dividend * pow(divisor, -1.0)).otherwise(dividend / divisor)
}
