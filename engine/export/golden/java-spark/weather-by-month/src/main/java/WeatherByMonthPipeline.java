import static org.apache.spark.sql.functions.*;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Weather by month. Seattle and New York, month by month: temperatures side by side, and how often
 * it rains, snows or shines.
 */
public final class WeatherByMonthPipeline {
  public static void main(String[] args) {
    SparkSession spark =
        SparkSession.builder()
            .appName("Weather by month")
            .config("spark.sql.ansi.enabled", "true")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
            .getOrCreate();

    Dataset<Row> weather =
        spark
            .read()
            .schema(
                "location STRING, date DATE, precipitation DOUBLE, "
                    + "temp_max DOUBLE, temp_min DOUBLE, wind DOUBLE, "
                    + "weather STRING")
            .option("header", true)
            .option("escape", "\"")
            .option("dateFormat", "y-M-d")
            .option("multiLine", true)
            .option("mode", "FAILFAST")
            .csv("../node_modules/vega-datasets/data/weather.csv");

    Dataset<Row> months =
        weather
            .withColumn("year", year(col("date")).cast("bigint"))
            .withColumn("month", date_format(col("date"), "MMM"))
            .withColumn("temp_mean", col("temp_max").plus(col("temp_min")).divide(2.0));

    Dataset<Row> temperatures =
        months
            .groupBy("location")
            .agg(
                avg(when(col("month").eqNullSafe("Jan"), col("temp_mean"))).as("Jan"),
                avg(when(col("month").eqNullSafe("Feb"), col("temp_mean"))).as("Feb"),
                avg(when(col("month").eqNullSafe("Mar"), col("temp_mean"))).as("Mar"),
                avg(when(col("month").eqNullSafe("Apr"), col("temp_mean"))).as("Apr"),
                avg(when(col("month").eqNullSafe("May"), col("temp_mean"))).as("May"),
                avg(when(col("month").eqNullSafe("Jun"), col("temp_mean"))).as("Jun"),
                avg(when(col("month").eqNullSafe("Jul"), col("temp_mean"))).as("Jul"),
                avg(when(col("month").eqNullSafe("Aug"), col("temp_mean"))).as("Aug"),
                avg(when(col("month").eqNullSafe("Sep"), col("temp_mean"))).as("Sep"),
                avg(when(col("month").eqNullSafe("Oct"), col("temp_mean"))).as("Oct"),
                avg(when(col("month").eqNullSafe("Nov"), col("temp_mean"))).as("Nov"),
                avg(when(col("month").eqNullSafe("Dec"), col("temp_mean"))).as("Dec"));

    Dataset<Row> ordered = temperatures.orderBy(col("location").asc_nulls_last());

    // The kinds of weather are found in the data.
    Dataset<Row> skies =
        months
            .groupBy("location", "year")
            .agg(
                count(when(col("weather").eqNullSafe("drizzle"), col("date"))).as("drizzle"),
                count(when(col("weather").eqNullSafe("fog"), col("date"))).as("fog"),
                count(when(col("weather").eqNullSafe("rain"), col("date"))).as("rain"),
                count(when(col("weather").eqNullSafe("snow"), col("date"))).as("snow"),
                count(when(col("weather").eqNullSafe("sun"), col("date"))).as("sun"));

    Dataset<Row> skiesOrdered =
        skies.orderBy(col("location").asc_nulls_last(), col("year").asc_nulls_last());

    ordered
        .write()
        .mode("overwrite")
        .option("header", true)
        .option("escape", "\"")
        .csv("out/monthly-temperatures.csv");

    skiesOrdered.write().mode("overwrite").parquet("out/skies.parquet");

    spark.stop();
  }

  private WeatherByMonthPipeline() {}
}
