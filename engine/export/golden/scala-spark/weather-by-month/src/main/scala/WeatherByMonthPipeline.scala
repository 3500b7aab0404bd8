import org.apache.spark.sql.SparkSession
import org.apache.spark.sql.functions._

/** Weather by month. Seattle and New York, month by month: temperatures side by side, and how often
  * it rains, snows or shines.
  */
object WeatherByMonthPipeline {
  def main(args: Array[String]): Unit = {
    val spark = SparkSession
      .builder()
      .appName("Weather by month")
      .config("spark.sql.ansi.enabled", "true")
      .config("spark.sql.session.timeZone", "UTC")
      .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
      .getOrCreate()

    val weather = spark.read
      .schema(
        "location STRING, date DATE, precipitation DOUBLE, " +
          "temp_max DOUBLE, temp_min DOUBLE, wind DOUBLE, " +
          "weather STRING"
      )
      .option("header", true)
      .option("escape", "\"")
      .option("dateFormat", "y-M-d")
      .option("multiLine", true)
      .option("mode", "FAILFAST")
      .csv("../node_modules/vega-datasets/data/weather.csv")

    val months = weather
      .withColumn("year", year(col("date")).cast("bigint"))
      .withColumn("month", date_format(col("date"), "MMM"))
      .withColumn("temp_mean", (col("temp_max") + col("temp_min")) / 2.0)

    val temperatures = months
      .groupBy("location")
      .agg(
        avg(when(col("month") <=> "Jan", col("temp_mean"))).as("Jan"),
        avg(when(col("month") <=> "Feb", col("temp_mean"))).as("Feb"),
        avg(when(col("month") <=> "Mar", col("temp_mean"))).as("Mar"),
        avg(when(col("month") <=> "Apr", col("temp_mean"))).as("Apr"),
        avg(when(col("month") <=> "May", col("temp_mean"))).as("May"),
        avg(when(col("month") <=> "Jun", col("temp_mean"))).as("Jun"),
        avg(when(col("month") <=> "Jul", col("temp_mean"))).as("Jul"),
        avg(when(col("month") <=> "Aug", col("temp_mean"))).as("Aug"),
        avg(when(col("month") <=> "Sep", col("temp_mean"))).as("Sep"),
        avg(when(col("month") <=> "Oct", col("temp_mean"))).as("Oct"),
        avg(when(col("month") <=> "Nov", col("temp_mean"))).as("Nov"),
        avg(when(col("month") <=> "Dec", col("temp_mean"))).as("Dec")
      )

    val ordered = temperatures.orderBy(col("location").asc_nulls_last)

    // The kinds of weather are found in the data.
    val skies = months
      .groupBy("location", "year")
      .agg(
        count(when(col("weather") <=> "drizzle", col("date"))).as("drizzle"),
        count(when(col("weather") <=> "fog", col("date"))).as("fog"),
        count(when(col("weather") <=> "rain", col("date"))).as("rain"),
        count(when(col("weather") <=> "snow", col("date"))).as("snow"),
        count(when(col("weather") <=> "sun", col("date"))).as("sun")
      )

    val skiesOrdered = skies.orderBy(col("location").asc_nulls_last, col("year").asc_nulls_last)

    ordered.write
      .mode("overwrite")
      .option("header", true)
      .option("escape", "\"")
      .csv("out/monthly-temperatures.csv")

    skiesOrdered.write.mode("overwrite").parquet("out/skies.parquet")

    spark.stop()
  }
}
