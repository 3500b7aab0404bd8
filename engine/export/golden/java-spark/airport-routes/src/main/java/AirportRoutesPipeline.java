import static org.apache.spark.sql.functions.*;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/** Airport routes */
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
        spark.read()
            .schema("`origin` STRING, `destination` STRING, `count` BIGINT")
            .option("header", true)
            .option("sep", ",")
            .option("escape", "\"")
            .option("nullValue", "")
            .option("multiLine", true)
            .option("mode", "FAILFAST")
            .csv("../node_modules/vega-datasets/data/flights-airport.csv");

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

    Dataset<Row> places = airports.drop("name", "city", "country");

    Dataset<Row> from =
        routes
            .alias("l")
            .join(
                places
                    .withColumn("rows_of_key", count("*").over(Window.partitionBy(col("iata"))))
                    .filter(
                        when(col("rows_of_key").gt(1).and(col("iata").isNotNull()), raise_error(lit("The join expects many-to-one, but keys are repeated on the right side.")).cast("boolean")).otherwise(
                            true))
                    .drop("rows_of_key")
                    .alias("r"),
                col("l.origin").equalTo(col("r.iata")),
                "inner")
            .select(
                col("l.origin"),
                col("l.destination"),
                col("l.count"),
                col("r.latitude"),
                col("r.longitude"));

    // Columns of the destination end in _right.
    Dataset<Row> both =
        from
            .alias("l")
            .join(
                places
                    .withColumn("rows_of_key", count("*").over(Window.partitionBy(col("iata"))))
                    .filter(
                        when(col("rows_of_key").gt(1).and(col("iata").isNotNull()), raise_error(lit("The join expects many-to-one, but keys are repeated on the right side.")).cast("boolean")).otherwise(
                            true))
                    .drop("rows_of_key")
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
        both
            .withColumn(
                "half_chord",
                pow(sin(bounded(radians(col("latitude_right").minus(col("latitude"))).divide(2.0))), lit(2.0)).plus(
                    cos(bounded(radians(col("latitude"))))
                        .multiply(cos(bounded(radians(col("latitude_right")))))
                        .multiply(
                            pow(
                                sin(
                                    bounded(
                                        radians(col("longitude_right").minus(col("longitude"))).divide(
                                            2.0))),
                                lit(2.0)))))
            .withColumn(
                "km",
                roundWhole(
                    lit(2)
                        .multiply(6371)
                        .cast("double")
                        .multiply(asin(withinOne(sqrt(notNegative(col("half_chord"))))))));

    Dataset<Row> slim =
        lengths.select(col("origin"), col("destination"), col("count").as("flights"), col("km"));

    Dataset<Row> longest =
        slim
            .orderBy(
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
            .groupBy(col("airport"))
            .agg(
                sum(col("flights").cast("decimal(38,0)")).cast("decimal(38,0)").as("movements"),
                count("*").as("routes"),
                avg(col("km")).as("mean_km"),
                sum(col("km").multiply(col("flights").cast("double"))).as("weighted_km"));

    Dataset<Row> trafficSorted =
        traffic.orderBy(col("movements").desc_nulls_last(), col("airport").asc_nulls_last());

    Dataset<Row> fromLeftUnmatched =
        routes
            .alias("l")
            .join(places.alias("r"), col("l.origin").equalTo(col("r.iata")), "left_anti");

    longest.write().mode("overwrite").parquet("out/longest-routes.parquet");

    trafficSorted.write()
        .mode("overwrite")
        .option("header", true)
        .option("sep", ",")
        .option("quote", "\"")
        .option("escape", "\"")
        .option("nullValue", "")
        .csv("out/airport-traffic.csv");

    fromLeftUnmatched.write()
        .mode("overwrite")
        .option("header", true)
        .option("sep", ",")
        .option("quote", "\"")
        .option("escape", "\"")
        .option("nullValue", "")
        .csv("out/routes-from-unknown-airports.csv");

    spark.stop();
  }

  /** The value; an infinite one is an error. */
  private static Column bounded(Column value) {
    return when(abs(value).equalTo(lit("Infinity").cast("double")), raise_error(lit("the value is infinite"))).otherwise(
        value);
  }

  /** The value; below zero it is an error. */
  private static Column notNegative(Column value) {
    return when(value.lt(0.0), raise_error(lit("cannot take square root of a negative number"))).otherwise(
        value);
  }

  /** The value; outside of -1 to 1 it is an error. */
  private static Column withinOne(Column value) {
    return when(nanvl(abs(value), lit(0.0)).gt(1.0), raise_error(lit("the value is outside of [-1, 1]"))).otherwise(
        value);
  }

  /** Rounds a DOUBLE, halves away from zero. */
  private static Column roundWhole(Column value) {
    return signum(value).multiply(round(abs(value)));
  }

  private AirportRoutesPipeline() {}
}
