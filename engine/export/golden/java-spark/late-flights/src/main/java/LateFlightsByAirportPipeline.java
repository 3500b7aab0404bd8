import static org.apache.spark.sql.functions.*;

import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/** Late flights by airport */
public final class LateFlightsByAirportPipeline {
  public static void main(String[] args) {
    String given = System.getenv().getOrDefault("PIPELINE_ARGUMENTS", "");
    String[] arguments = Stream.concat(given.lines(), Stream.of(args)).toArray(String[]::new);
    SparkSession spark =
        SparkSession.builder()
            .appName("Late flights by airport")
            .config("spark.sql.ansi.enabled", "true")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
            .getOrCreate();
    Column minDelay = lit(argument(arguments, "min_delay", "15")).cast("bigint");
    Column minFlights = lit(argument(arguments, "min_flights", "1000")).cast("bigint");

    Dataset<Row> flights =
        spark.read().parquet("../node_modules/vega-datasets/data/flights-3m.parquet");

    // A few delays are typing errors: more than a day, or hours too early.
    Dataset<Row> plausible = flights.filter(col("delay").geq(-120).and(col("delay").leq(1440)));

    Dataset<Row> byOrigin =
        plausible
            .groupBy(col("origin"))
            .agg(
                count("*").as("flights"),
                count_if(col("delay").geq(minDelay)).as("late"),
                sum(col("delay").cast("decimal(38,0)"))
                    .cast("double")
                    .divide(count(col("delay")).cast("double"))
                    .as("mean_delay"),
                percentile(col("delay"), lit(0.95)).as("p95_delay"));

    Dataset<Row> busy = byOrigin.filter(col("flights").geq(minFlights));

    Dataset<Row> airports =
        spark.read()
            .schema(
                "`iata` STRING, `name` STRING, `city` STRING, `state` STRING, `country` STRING, `latitude` DOUBLE, `longitude` DOUBLE")
            .option("header", true)
            .option("sep", ",")
            .option("escape", "\"")
            .option("nullValue", "")
            .option("multiLine", true)
            .option("mode", "FAILFAST")
            .csv("../node_modules/vega-datasets/data/airports.csv");

    Dataset<Row> withAirport =
        busy
            .alias("l")
            .join(
                airports
                    .withColumn("rows_of_key", count("*").over(Window.partitionBy(col("iata"))))
                    .filter(
                        when(col("rows_of_key").gt(1).and(col("iata").isNotNull()), raise_error(lit("The join expects many-to-one, but keys are repeated on the right side.")).cast("boolean")).otherwise(
                            true))
                    .drop("rows_of_key")
                    .alias("r"),
                col("l.origin").equalTo(col("r.iata")),
                "left")
            .select(
                col("l.origin"),
                col("l.flights"),
                col("l.late"),
                col("l.mean_delay"),
                col("l.p95_delay"),
                col("r.name"),
                col("r.city"),
                col("r.state"));

    Dataset<Row> shares =
        withAirport
            .withColumn("mean_delay", roundDecimals(col("mean_delay"), lit(10.0)))
            .withColumn(
                "late_share",
                roundDecimals(
                    divide(col("late").cast("double"), col("flights").cast("double")),
                    lit(10000.0)));

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
        busy
            .alias("l")
            .join(airports.alias("r"), col("l.origin").equalTo(col("r.iata")), "left_anti");

    ranked.write().mode("overwrite").parquet("out/late-flights.parquet");

    plausibleDropped.write()
        .mode("overwrite")
        .option("header", true)
        .option("sep", ",")
        .option("quote", "\"")
        .option("escape", "\"")
        .option("nullValue", "")
        .csv("out/implausible-flights.csv");

    withAirportLeftUnmatched.write()
        .mode("overwrite")
        .option("header", true)
        .option("sep", ",")
        .option("quote", "\"")
        .option("escape", "\"")
        .option("nullValue", "")
        .csv("out/unknown-airports.csv");

    spark.stop();
  }

  /** Rounds a DOUBLE to decimals: 100 for two of them. */
  private static Column roundDecimals(Column value, Column factor) {
    return when(abs(value).multiply(factor).lt(lit("Infinity").cast("double")), signum(value).multiply(round(abs(value).multiply(factor))).divide(factor)).otherwise(
        value);
  }

  /** Quotient of two DOUBLEs as IEEE 754 has it: by zero it is infinite or NaN, not an error. */
  private static Column divide(Column dividend, Column divisor) {
    return when(divisor.equalTo(0.0), dividend.multiply(pow(divisor, lit(-1.0)))).otherwise(
        dividend.divide(divisor));
  }

  /** The value behind {@code name=} among the arguments. */
  private static String argument(String[] arguments, String name, String otherwise) {
    for (String argument : arguments) {
      if (argument.startsWith(name + "=")) return argument.substring(name.length() + 1);
    }
    if (otherwise == null) {
      throw new IllegalArgumentException("The argument " + name + "=... is missing.");
    }
    return otherwise;
  }

  private LateFlightsByAirportPipeline() {}
}
