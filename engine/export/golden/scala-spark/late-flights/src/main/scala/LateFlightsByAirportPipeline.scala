import org.apache.spark.sql.{Column, SparkSession}
import org.apache.spark.sql.expressions.Window
import org.apache.spark.sql.functions._

/** Late flights by airport */
object LateFlightsByAirportPipeline {
  def main(args: Array[String]): Unit = {
    val arguments = sys.env.getOrElse("PIPELINE_ARGUMENTS", "").linesIterator.toSeq ++ args
    val spark = SparkSession.builder()
      .appName("Late flights by airport")
      .config("spark.sql.ansi.enabled", "true")
      .config("spark.sql.session.timeZone", "UTC")
      .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
      .getOrCreate()
    val minDelay = lit(argument(arguments, "min_delay", Some("15"))).cast("bigint")
    val minFlights = lit(argument(arguments, "min_flights", Some("1000"))).cast("bigint")

    val flights = spark.read.parquet("../node_modules/vega-datasets/data/flights-3m.parquet")

    // A few delays are typing errors: more than a day, or hours too early.
    val plausible = flights.filter(col("delay") >= -120 && col("delay") <= 1440)

    val byOrigin = plausible
      .groupBy(col("origin"))
      .agg(
        count("*").as("flights"),
        count_if(col("delay") >= minDelay).as("late"),
        (sum(col("delay").cast("decimal(38,0)")).cast("double") / count(col("delay")).cast("double")).as(
          "mean_delay"
        ),
        percentile(col("delay"), lit(0.95)).as("p95_delay")
      )

    val busy = byOrigin.filter(col("flights") >= minFlights)

    val airports = spark.read
      .schema(
        "`iata` STRING, `name` STRING, `city` STRING, `state` STRING, `country` STRING, `latitude` DOUBLE, `longitude` DOUBLE"
      )
      .option("header", true)
      .option("sep", ",")
      .option("escape", "\"")
      .option("nullValue", "")
      .option("multiLine", true)
      .option("mode", "FAILFAST")
      .csv("../node_modules/vega-datasets/data/airports.csv")

    val withAirport = busy
      .alias("l")
      .join(
        airports
          .withColumn("rows_of_key", count("*").over(Window.partitionBy(col("iata"))))
          .filter(
            when(col("rows_of_key") > 1 && col("iata").isNotNull, raise_error(lit("The join expects many-to-one, but keys are repeated on the right side.")).cast("boolean")).otherwise(
              true
            )
          )
          .drop("rows_of_key")
          .alias("r"),
        col("l.origin") === col("r.iata"),
        "left"
      )
      .select(
        col("l.origin"),
        col("l.flights"),
        col("l.late"),
        col("l.mean_delay"),
        col("l.p95_delay"),
        col("r.name"),
        col("r.city"),
        col("r.state")
      )

    val shares = withAirport
      .withColumn("mean_delay", roundDecimals(col("mean_delay"), lit(10.0)))
      .withColumn(
        "late_share",
        roundDecimals(
          divide(col("late").cast("double"), col("flights").cast("double")), lit(10000.0)
        )
      )

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
      .option("sep", ",")
      .option("quote", "\"")
      .option("escape", "\"")
      .option("nullValue", "")
      .csv("out/implausible-flights.csv")

    withAirportLeftUnmatched.write
      .mode("overwrite")
      .option("header", true)
      .option("sep", ",")
      .option("quote", "\"")
      .option("escape", "\"")
      .option("nullValue", "")
      .csv("out/unknown-airports.csv")

    spark.stop()
  }

  /** Rounds a DOUBLE to decimals: 100 for two of them. */
  def roundDecimals(value: Column, factor: Column): Column =
    when(abs(value) * factor < lit("Infinity").cast("double"), (signum(value) * round(abs(value) * factor)) / factor).otherwise(
      value
    )

  /** Quotient of two DOUBLEs as IEEE 754 has it: by zero it is infinite or NaN, not an error. */
  def divide(dividend: Column, divisor: Column): Column =
    when(divisor === 0.0, dividend * pow(divisor, lit(-1.0))).otherwise(dividend / divisor)

  /** The value behind `name=` among the arguments. */
  private def argument(arguments: Seq[String], name: String, default: Option[String]): String =
    arguments
      .collectFirst { case text if text.startsWith(name + "=") => text.drop(name.length + 1) }
      .orElse(default)
      .getOrElse(sys.error("The argument " + name + "=... is missing."))
}
