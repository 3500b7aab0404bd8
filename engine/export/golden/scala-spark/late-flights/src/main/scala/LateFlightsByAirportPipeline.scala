import org.apache.spark.sql.{Column, DataFrame, SparkSession}
import org.apache.spark.sql.expressions.Window
import org.apache.spark.sql.functions._

/** Late flights by airport. Which airports send off the latest flights? Three million flights,
  * joined with the list of airports.
  */
object LateFlightsByAirportPipeline {
  def main(args: Array[String]): Unit = {
    val spark = SparkSession
      .builder()
      .appName("Late flights by airport")
      .config("spark.sql.ansi.enabled", "true")
      .config("spark.sql.session.timeZone", "UTC")
      .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
      .getOrCreate()
    // Minutes from which a flight is late
    val minDelay = lit(argument(args, "min_delay").getOrElse("15").toLong)
    // Airports with fewer flights are left out
    val minFlights = lit(argument(args, "min_flights").getOrElse("1000").toLong)

    val flights = spark.read.parquet("../node_modules/vega-datasets/data/flights-3m.parquet")

    // A few delays are typing errors: more than a day, or hours too early.
    val plausible = flights.filter(col("delay") >= -120 && col("delay") <= 1440)

    val byOrigin = plausible
      .groupBy("origin")
      .agg(
        count("*").as("flights"),
        count_if(col("delay") >= minDelay).as("late"),
        (sum(col("delay").cast("decimal(38,0)")).cast("double") / count(col("delay")))
          .as("mean_delay"),
        percentile(col("delay"), lit(0.95)).as("p95_delay")
      )

    val busy = byOrigin.filter(col("flights") >= minFlights)

    val airports = spark.read
      .schema(
        "iata STRING, name STRING, city STRING, state STRING, " +
          "country STRING, latitude DOUBLE, longitude DOUBLE"
      )
      .option("header", true)
      .option("escape", "\"")
      .option("multiLine", true)
      .option("mode", "FAILFAST")
      .csv("../node_modules/vega-datasets/data/airports.csv")

    val withAirport = busy
      .alias("l")
      .join(
        expectUnique(
          airports,
          "The join expects many-to-one, but keys are repeated on the right side.",
          col("iata")
        ).alias("r"),
        col("l.origin") === col("r.iata"),
        "left"
      )
      .select(
        "l.origin",
        "l.flights",
        "l.late",
        "l.mean_delay",
        "l.p95_delay",
        "r.name",
        "r.city",
        "r.state"
      )

    val shares = withAirport
      .withColumn("mean_delay", roundDecimals(col("mean_delay"), 10.0))
      .withColumn("late_share", roundDecimals(divide(col("late"), col("flights")), 10000.0))

    val result = shares.select(
      col("origin").as("airport"),
      col("name"),
      col("city"),
      col("state"),
      col("flights"),
      col("late_share"),
      col("mean_delay"),
      col("p95_delay")
    )

    val ranked = result.orderBy(col("late_share").desc_nulls_last, col("airport").asc_nulls_last)

    // A few delays are typing errors: more than a day, or hours too early.
    val plausibleDropped = flights.filter(
      !coalesce(col("delay") >= -120 && col("delay") <= 1440, lit(false))
    )

    val withAirportLeftUnmatched = busy
      .alias("l")
      .join(airports.alias("r"), col("l.origin") === col("r.iata"), "left_anti")

    ranked.write.mode("overwrite").parquet("out/late-flights.parquet")

    plausibleDropped.write
      .mode("overwrite")
      .option("header", true)
      .option("escape", "\"")
      .csv("out/implausible-flights.csv")

    withAirportLeftUnmatched.write
      .mode("overwrite")
      .option("header", true)
      .option("escape", "\"")
      .csv("out/unknown-airports.csv")

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

  /** The rows of a frame; an error where keys that are not null are repeated. */
  private def expectUnique(frame: DataFrame, message: String, keys: Column*): DataFrame = {
    val counted = frame.withColumn("rows_of_key", count("*").over(Window.partitionBy(keys: _*)))
    val repeated = keys.map(_.isNotNull).foldLeft(col("rows_of_key") > 1)(_ && _)
    val failure = raise_error(lit(message)).cast("boolean")
    counted.filter(when(repeated, failure).otherwise(true)).drop("rows_of_key")
  }

  /** The value behind `name=` among the arguments. */
  private def argument(args: Array[String], name: String): Option[String] =
    args.find(_.startsWith(name + "=")).map(_.drop(name.length + 1))
}
