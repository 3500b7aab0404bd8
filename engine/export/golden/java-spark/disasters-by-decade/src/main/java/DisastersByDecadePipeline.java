import static org.apache.spark.sql.functions.*;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/**
 * Disasters by decade. Deaths by kind of disaster and decade, the share of each kind, and the worst
 * year of all.
 */
public final class DisastersByDecadePipeline {
  public static void main(String[] args) {
    SparkSession spark =
        SparkSession.builder()
            .appName("Disasters by decade")
            .config("spark.sql.ansi.enabled", "true")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
            .getOrCreate();

    Dataset<Row> disasters =
        spark
            .read()
            .schema("Entity STRING, Year INT, Deaths BIGINT")
            .option("header", true)
            .option("escape", "\"")
            .option("multiLine", true)
            .option("mode", "FAILFAST")
            .csv("../node_modules/vega-datasets/data/disasters.csv");

    Dataset<Row> kinds = disasters.filter(col("Entity").notEqual("All natural disasters"));

    Dataset<Row> decades =
        kinds.withColumn(
            "decade", call_function("div", col("Year"), lit(10)).cast("int").multiply(10));

    Dataset<Row> deaths =
        decades
            .groupBy("decade", "Entity")
            .agg(
                sum(col("Deaths").cast("decimal(38,0)")).as("deaths"),
                max_by(col("Year"), struct(col("Deaths"), col("Year"))).as("worst_year"));

    Dataset<Row> inDecade =
        deaths.withColumn("all_deaths", sum(col("deaths")).over(Window.partitionBy("decade")));

    Dataset<Row> shares =
        inDecade.withColumn(
            "percent",
            roundDecimals(
                divide(
                    lit(100).multiply(col("deaths")).cast("double"),
                    col("all_deaths").cast("double")),
                10.0));

    Dataset<Row> notable = shares.filter(col("percent").geq(1.0));

    Dataset<Row> shortRows =
        notable.select(
            col("decade"),
            col("Entity").as("kind"),
            col("deaths"),
            col("worst_year"),
            col("percent"));

    Dataset<Row> sorted =
        shortRows.orderBy(
            col("decade").asc_nulls_last(),
            col("deaths").desc_nulls_last(),
            col("kind").asc_nulls_last());

    Dataset<Row> totals = disasters.filter(col("Entity").equalTo("All natural disasters"));

    Dataset<Row> worst =
        totals.orderBy(col("Deaths").desc_nulls_last(), col("Year").asc_nulls_last()).limit(10);

    sorted
        .write()
        .mode("overwrite")
        .option("header", true)
        .option("escape", "\"")
        .csv("out/disaster-shares.csv");

    worst
        .coalesce(1)
        .agg(
            concat(
                    lit("[\n"),
                    array_join(
                        collect_list(
                            call_function(
                                "to_json",
                                struct(col("Entity"), col("Year"), col("Deaths")),
                                call_function("map", lit("ignoreNullFields"), lit("false")))),
                        ",\n"),
                    lit("\n]"))
                .as("value"))
        .write()
        .mode("overwrite")
        .text("out/worst-years.json");

    spark.stop();
  }

  /** Quotient of two DOUBLEs as IEEE 754 has it: by zero it is infinite or NaN, not an error. */
  private static Column divide(Column dividend, Column divisor) {
    return when(divisor.equalTo(0.0), dividend.multiply(pow(divisor, -1.0)))
        .otherwise(dividend.divide(divisor));
  }

  /** Rounds a DOUBLE to decimals: 100 for two of them. */
  private static Column roundDecimals(Column value, double factor) {
    return when(
            abs(value).multiply(factor).lt(Double.POSITIVE_INFINITY),
            signum(value).multiply(round(abs(value).multiply(factor))).divide(factor))
        .otherwise(value);
  }

  private DisastersByDecadePipeline() {}
}
