import org.apache.spark.sql.{Column, DataFrame, SparkSession}
import org.apache.spark.sql.expressions.Window
import org.apache.spark.sql.functions._

/** Airport routes. Flights between airports: the length of every route, and how busy each airport
  * is in both directions.
  */
object AirportRoutesPipeline {
  def main(args: Array[String]): Unit = {
    val spark = SparkSession
      .builder()
      .appName("Airport routes")
      .config("spark.sql.ansi.enabled", "true")
      .config("spark.sql.session.timeZone", "UTC")
      .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
      .getOrCreate()

    val routes = spark.read
      .schema("origin STRING, destination STRING, count BIGINT")
      .option("header", true)
      .option("escape", "\"")
      .option("multiLine", true)
      .option("mode", "FAILFAST")
      .csv("../node_modules/vega-datasets/data/flights-airport.csv")

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

    val places = airports.drop("name", "city", "country")

    val from = routes
      .alias("l")
      .join(
        expectUnique(
          places,
          "The join expects many-to-one, but keys are repeated on the right side.",
          col("iata")
        ).alias("r"),
        col("l.origin") === col("r.iata"),
        "inner"
      )
      .select("l.origin", "l.destination", "l.count", "r.latitude", "r.longitude")

    // Columns of the destination end in _right.
    val both = from
      .alias("l")
      .join(
        expectUnique(
          places,
          "The join expects many-to-one, but keys are repeated on the right side.",
          col("iata")
        ).alias("r"),
        col("l.destination") === col("r.iata"),
        "inner"
      )
      .select(
        col("l.origin"),
        col("l.destination"),
        col("l.count"),
        col("l.latitude"),
        col("l.longitude"),
        col("r.latitude").as("latitude_right"),
        col("r.longitude").as("longitude_right")
      )

    val lengths = both
      .withColumn(
        "half_chord",
        pow(sin(bounded(radians(col("latitude_right") - col("latitude")) / 2.0)), 2.0) +
          cos(bounded(radians(col("latitude")))) * cos(bounded(radians(col("latitude_right")))) *
          pow(sin(bounded(radians(col("longitude_right") - col("longitude")) / 2.0)), 2.0)
      )
      .withColumn(
        "km",
        roundWhole(lit(2) * 6371 * asin(withinOne(sqrt(notNegative(col("half_chord"))))))
      )

    val slim = lengths.select(
      col("origin"),
      col("destination"),
      col("count").as("flights"),
      col("km")
    )

    val longest = slim
      .orderBy(
        col("km").desc_nulls_last,
        col("origin").asc_nulls_last,
        col("destination").asc_nulls_last
      )
      .limit(50)

    val departures = slim.select(col("origin").as("airport"), col("flights"), col("km"))

    val arrivals = slim.select(col("destination").as("airport"), col("flights"), col("km"))

    val movements = departures.union(arrivals)

    val traffic = movements
      .groupBy("airport")
      .agg(
        sum(col("flights").cast("decimal(38,0)")).as("movements"),
        count("*").as("routes"),
        avg(col("km")).as("mean_km"),
        sum(col("km") * col("flights")).as("weighted_km")
      )

    val trafficSorted = traffic.orderBy(
      col("movements").desc_nulls_last,
      col("airport").asc_nulls_last
    )

    val fromLeftUnmatched = routes
      .alias("l")
      .join(places.alias("r"), col("l.origin") === col("r.iata"), "left_anti")

    longest.write.mode("overwrite").parquet("out/longest-routes.parquet")

    trafficSorted.write
      .mode("overwrite")
      .option("header", true)
      .option("escape", "\"")
      .csv("out/airport-traffic.csv")

    fromLeftUnmatched.write
      .mode("overwrite")
      .option("header", true)
      .option("escape", "\"")
      .csv("out/routes-from-unknown-airports.csv")

    spark.stop()
  }

  /** The value; an infinite one is an error. */
  private def bounded(value: Column): Column =
    when(abs(value) === Double.PositiveInfinity, raise_error(lit("the value is infinite")))
      .otherwise(value)

  /** The value; below zero it is an error. */
  private def notNegative(value: Column): Column =
    when(value < 0.0, raise_error(lit("cannot take square root of a negative number")))
      .otherwise(value)

  /** The value; outside of -1 to 1 it is an error. */
  private def withinOne(value: Column): Column =
    when(nanvl(abs(value), lit(0.0)) > 1.0, raise_error(lit("the value is outside of [-1, 1]")))
      .otherwise(value)

  /** Rounds a DOUBLE, halves away from zero. */
  private def roundWhole(value: Column): Column =
    signum(value) * round(abs(value))

  /** The rows of a frame; an error where keys that are not null are repeated. */
  private def expectUnique(frame: DataFrame, message: String, keys: Column*): DataFrame = {
    val counted = frame.withColumn("rows_of_key", count("*").over(Window.partitionBy(keys: _*)))
    val repeated = keys.map(_.isNotNull).foldLeft(col("rows_of_key") > 1)(_ && _)
    val failure = raise_error(lit(message)).cast("boolean")
    counted.filter(when(repeated, failure).otherwise(true)).drop("rows_of_key")
  }
}
