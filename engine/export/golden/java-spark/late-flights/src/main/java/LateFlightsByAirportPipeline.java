import static org.apache.spark.sql.functions.*;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/**
 * Late flights by airport. Which airports send off the latest flights? Three million flights,
 * joined with the list of airports.
 */
public final class LateFlightsByAirportPipeline {
  public static void main(String[] args) {
    SparkSession spark =
        SparkSession.builder()
            .appName("Late flights by airport")
            .config("spark.sql.ansi.enabled", "true")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
            .getOrCreate();
    // Minutes from which a flight is late
    Column minDelay = lit(Long.parseLong(argument(args, "min_delay", "15")));
    // Airports with fewer flights are left out
    Column minFlights = lit(Long.parseLong(argument(args, "min_flights", "1000")));

    Dataset<Row> flights =
        spark.read().parquet("../node_modules/vega-datasets/data/flights-3m.parquet");

    // A few delays are typing errors: more than a day, or hours too early.
    Dataset<Row> plausible = flights.filter(col("delay").geq(-120).and(col("delay").leq(1440)));

    Dataset<Row> byOrigin =
        plausible
            .groupBy("origin")
            .agg(
                count("*").as("flights"),
                count_if(col("delay").geq(minDelay)).as("late"),
                sum(col("delay").cast("decimal(38,0)"))
                    .cast("double")
                    .divide(count(col("delay")))
                    .as("mean_delay"),
                percentile(col("delay"), lit(0.95)).as("p95_delay"));

    Dataset<Row> busy = byOrigin.filter(col("flights").geq(minFlights));

    Dataset<Row> airports =
        spark
            .read()
            .schema(
                "iata STRING, name STRING, city STRING, state STRING, "
                    + "country STRING, latitude DOUBLE, longitude DOUBLE")
            .option("header", true)
            .option("escape", "\"")
            .option("multiLine", true)
            .option("mode", "FAILFAST")
            .csv("../node_modules/vega-datasets/data/airports.csv");

    Dataset<Row> withAirport =
        busy.alias("l")
            .join(
                expectUnique(
                        airports,
                        "The join expects many-to-one, but keys are repeated on the right side.",
                        col("iata"))
                    .alias("r"),
                col("l.origin").equalTo(col("r.iata")),
                "left")
            .select(
                "l.origin",
                "l.flights",
                "l.late",
                "l.mean_delay",
                "l.p95_delay",
                "r.name",
                "r.city",
                "r.state");

    Dataset<Row> shares =
        withAirport
            .withColumn("mean_delay", roundDecimals(col("mean_delay"), 10.0))
            .withColumn("late_share", roundDecimals(divide(col("late"), col("flights")), 10000.0));

    Dataset<Row> result =
        shares.select(
            col("origin").as("airport"),
            col("name"),
            col("city"),
            col("state"),
            col("flights"),
            col("late_share"),
            col("mean_delay"),
            col("p95_delay"));

    Dataset<Row> ranked =
        result.orderBy(col("late_share").desc_nulls_last(), col("airport").asc_nulls_last());

    // A few delays are typing errors: more than a day, or hours too early.
    Dataset<Row> plausibleDropped =
        flights.filter(
            not(coalesce(col("delay").geq(-120).and(col("delay").leq(1440)), lit(false))));

    Dataset<Row> withAirportLeftUnmatched =
        busy.alias("l")
            .join(airports.alias("r"), col("l.origin").equalTo(col("r.iata")), "left_anti");

    ranked.write().mode("overwrite").parquet("out/late-flights.parquet");

    plausibleDropped
        .write()
        .mode("overwrite")
        .option("header", true)
        .option("escape", "\"")
        .csv("out/implausible-flights.csv");

    withAirportLeftUnmatched
        .write()
        .mode("overwrite")
        .option("header", true)
        .option("escape", "\"")
        .csv("out/unknown-airports.csv");

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

  /** The rows of a frame; an error where keys that are not null are repeated. */
  private static Dataset<Row> expectUnique(Dataset<Row> frame, String message, Column... keys) {
    Dataset<Row> counted =
        frame.withColumn("rows_of_key", count("*").over(Window.partitionBy(keys)));
    Column repeated = col("rows_of_key").gt(1);
    for (Column key : keys) {
      repeated = repeated.and(key.isNotNull());
    }
    Column failure = raise_error(lit(message)).cast("boolean");
    return counted.filter(when(repeated, failure).otherwise(true)).drop("rows_of_key");
  }

  /** The value behind {@code name=} among the arguments, or another where it is not there. */
  private static String argument(String[] args, String name, String otherwise) {
    for (String argument : args) {
      if (argument.startsWith(name + "=")) {
        return argument.substring(name.length() + 1);
      }
    }
    return otherwise;
  }

  private LateFlightsByAirportPipeline() {}
}
