import static org.apache.spark.sql.functions.*;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/**
 * Airport routes. Flights between airports: the length of every route, and how busy each airport is
 * in both directions.
 */
public final class AirportRoutesPipeline {
  public static void main(String[] args) {
    SparkSession spark =
        SparkSession.builder()
            .appName("Airport routes")
            .config("spark.sql.ansi.enabled", "true")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
            .getOrCreate();

    Dataset<Row> routes =
        spark
            .read()
            .schema("origin STRING, destination STRING, count BIGINT")
            .option("header", true)
            .option("escape", "\"")
            .option("multiLine", true)
            .option("mode", "FAILFAST")
            .csv("../node_modules/vega-datasets/data/flights-airport.csv");

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

    Dataset<Row> places = airports.drop("name", "city", "country");

    Dataset<Row> from =
        routes
            .alias("l")
            .join(
                expectUnique(
                        places,
                        "The join expects many-to-one, but keys are repeated on the right side.",
                        col("iata"))
                    .alias("r"),
                col("l.origin").equalTo(col("r.iata")),
                "inner")
            .select("l.origin", "l.destination", "l.count", "r.latitude", "r.longitude");

    // Columns of the destination end in _right.
    Dataset<Row> both =
        from.alias("l")
            .join(
                expectUnique(
                        places,
                        "The join expects many-to-one, but keys are repeated on the right side.",
                        col("iata"))
                    .alias("r"),
                col("l.destination").equalTo(col("r.iata")),
                "inner")
            .select(
                col("l.origin"),
                col("l.destination"),
                col("l.count"),
                col("l.latitude"),
                col("l.longitude"),
                col("r.latitude").as("latitude_right"),
                col("r.longitude").as("longitude_right"));

    Dataset<Row> lengths =
        both.withColumn(
                "half_chord",
                pow(
                        sin(
                            bounded(
                                radians(col("latitude_right").minus(col("latitude"))).divide(2.0))),
                        2.0)
                    .plus(
                        cos(bounded(radians(col("latitude"))))
                            .multiply(cos(bounded(radians(col("latitude_right")))))
                            .multiply(
                                pow(
                                    sin(
                                        bounded(
                                            radians(col("longitude_right").minus(col("longitude")))
                                                .divide(2.0))),
                                    2.0))))
            .withColumn(
                "km",
                roundWhole(
                    lit(2)
                        .multiply(6371)
                        .multiply(asin(withinOne(sqrt(notNegative(col("half_chord"))))))));

    Dataset<Row> slim =
        lengths.select(col("origin"), col("destination"), col("count").as("flights"), col("km"));

    Dataset<Row> longest =
        slim.orderBy(
                col("km").desc_nulls_last(),
                col("origin").asc_nulls_last(),
                col("destination").asc_nulls_last())
            .limit(50);

    Dataset<Row> departures = slim.select(col("origin").as("airport"), col("flights"), col("km"));

    Dataset<Row> arrivals =
        slim.select(col("destination").as("airport"), col("flights"), col("km"));

    Dataset<Row> movements = departures.union(arrivals);

    Dataset<Row> traffic =
        movements
            .groupBy("airport")
            .agg(
                sum(col("flights").cast("decimal(38,0)")).as("movements"),
                count("*").as("routes"),
                avg(col("km")).as("mean_km"),
                sum(col("km").multiply(col("flights"))).as("weighted_km"));

    Dataset<Row> trafficSorted =
        traffic.orderBy(col("movements").desc_nulls_last(), col("airport").asc_nulls_last());

    Dataset<Row> fromLeftUnmatched =
        routes
            .alias("l")
            .join(places.alias("r"), col("l.origin").equalTo(col("r.iata")), "left_anti");

    longest.write().mode("overwrite").parquet("out/longest-routes.parquet");

    trafficSorted
        .write()
        .mode("overwrite")
        .option("header", true)
        .option("escape", "\"")
        .csv("out/airport-traffic.csv");

    fromLeftUnmatched
        .write()
        .mode("overwrite")
        .option("header", true)
        .option("escape", "\"")
        .csv("out/routes-from-unknown-airports.csv");

    spark.stop();
  }

  /** The value; an infinite one is an error. */
  private static Column bounded(Column value) {
    return when(
            abs(value).equalTo(Double.POSITIVE_INFINITY), raise_error(lit("the value is infinite")))
        .otherwise(value);
  }

  /** The value; below zero it is an error. */
  private static Column notNegative(Column value) {
    return when(value.lt(0.0), raise_error(lit("cannot take square root of a negative number")))
        .otherwise(value);
  }

  /** The value; outside of -1 to 1 it is an error. */
  private static Column withinOne(Column value) {
    return when(
            nanvl(abs(value), lit(0.0)).gt(1.0),
            raise_error(lit("the value is outside of [-1, 1]")))
        .otherwise(value);
  }

  /** Rounds a DOUBLE, halves away from zero. */
  private static Column roundWhole(Column value) {
    return signum(value).multiply(round(abs(value)));
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

  private AirportRoutesPipeline() {}
}
