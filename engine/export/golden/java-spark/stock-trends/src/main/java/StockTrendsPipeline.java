import static org.apache.spark.sql.functions.*;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/**
 * Stock trends. Monthly prices of five stocks: moving average, change to the month before, the best
 * three months of each, and a wide table.
 */
public final class StockTrendsPipeline {
  public static void main(String[] args) {
    SparkSession spark =
        SparkSession.builder()
            .appName("Stock trends")
            .config("spark.sql.ansi.enabled", "true")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
            .getOrCreate();

    Dataset<Row> stocks =
        spark
            .read()
            .schema("symbol STRING, date DATE, price DOUBLE")
            .option("header", true)
            .option("escape", "\"")
            .option("dateFormat", "MMM d y")
            .option("multiLine", true)
            .option("mode", "FAILFAST")
            .csv("../node_modules/vega-datasets/data/stocks.csv");

    Dataset<Row> trend =
        stocks
            .withColumn(
                "half_year_mean",
                avg(col("price"))
                    .over(
                        Window.partitionBy("symbol")
                            .orderBy(col("date").asc_nulls_last())
                            .rowsBetween(-5, Window.currentRow())))
            .withColumn(
                "before",
                lag(col("price"), 1)
                    .over(Window.partitionBy("symbol").orderBy(col("date").asc_nulls_last())))
            .withColumn(
                "month_no",
                row_number()
                    .over(Window.partitionBy("symbol").orderBy(col("date").asc_nulls_last()))
                    .cast("bigint"));

    Dataset<Row> changes =
        trend
            .withColumn("half_year_mean", roundDecimals(col("half_year_mean"), 100.0))
            .withColumn(
                "change", roundDecimals(divide(col("price"), col("before")).minus(1.0), 10000.0));

    Dataset<Row> known = changes.filter(col("change").isNotNull());

    Dataset<Row> bestMonths =
        known
            .withColumn(
                "rank",
                row_number()
                    .over(
                        Window.partitionBy("symbol")
                            .orderBy(
                                col("change").desc_nulls_last(), col("date").asc_nulls_last())))
            .filter(col("rank").leq(3))
            .drop("rank");

    Dataset<Row> ranked =
        bestMonths.withColumn(
            "place",
            row_number()
                .over(
                    Window.partitionBy("symbol")
                        .orderBy(col("change").desc_nulls_last(), col("date").asc_nulls_last()))
                .cast("bigint"));

    Dataset<Row> shortRows = ranked.select("symbol", "place", "date", "change");

    Dataset<Row> sorted =
        shortRows.orderBy(col("symbol").asc_nulls_last(), col("place").asc_nulls_last());

    Dataset<Row> wide =
        stocks
            .groupBy("date")
            .agg(
                max(when(col("symbol").eqNullSafe("AAPL"), col("price"))).as("AAPL"),
                max(when(col("symbol").eqNullSafe("AMZN"), col("price"))).as("AMZN"),
                max(when(col("symbol").eqNullSafe("GOOG"), col("price"))).as("GOOG"),
                max(when(col("symbol").eqNullSafe("IBM"), col("price"))).as("IBM"),
                max(when(col("symbol").eqNullSafe("MSFT"), col("price"))).as("MSFT"));

    Dataset<Row> wideByDate = wide.orderBy(col("date").asc_nulls_last());

    changes.write().mode("overwrite").parquet("out/stock-trend.parquet");

    sorted
        .write()
        .mode("overwrite")
        .option("header", true)
        .option("escape", "\"")
        .csv("out/best-months.csv");

    wideByDate
        .write()
        .mode("overwrite")
        .option("header", true)
        .option("escape", "\"")
        .csv("out/stocks-wide.csv");

    spark.stop();
  }

  /** Rounds a DOUBLE to decimals: 100 for two of them. */
  private static Column roundDecimals(Column value, double factor) {
    return when(
            abs(value).multiply(factor).lt(Double.POSITIVE_INFINITY),
            signum(value).multiply(round(abs(value).multiply(factor))).divide(factor))
        .otherwise(value);
  }

  /** Quotient of two DOUBLEs as IEEE 754 has it: by zero it is infinite or NaN, not an error. */
  private static Column divide(Column dividend, Column divisor) {
    return when(divisor.equalTo(0.0), dividend.multiply(pow(divisor, -1.0)))
        .otherwise(dividend.divide(divisor));
  }

  private StockTrendsPipeline() {}
}
