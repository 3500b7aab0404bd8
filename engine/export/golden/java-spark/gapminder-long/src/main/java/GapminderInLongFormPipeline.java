import static org.apache.spark.sql.functions.*;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/**
 * Gapminder in long form. Measures from columns to rows, change since the first year, and a check
 * that no year is missing.
 */
public final class GapminderInLongFormPipeline {
  public static void main(String[] args) {
    SparkSession spark =
        SparkSession.builder()
            .appName("Gapminder in long form")
            .config("spark.sql.ansi.enabled", "true")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
            .getOrCreate();

    Dataset<Row> gapminder =
        spark
            .read()
            .schema(
                "year BIGINT, country STRING, cluster BIGINT, pop BIGINT, "
                    + "life_expect DOUBLE, fertility DOUBLE")
            .option("multiLine", true)
            .option("mode", "FAILFAST")
            .json("../node_modules/vega-datasets/data/gapminder.json");

    Dataset<Row> longRows =
        gapminder
            .unpivot(
                new Column[] {col("year"), col("country"), col("cluster"), col("pop")},
                new Column[] {col("life_expect"), col("fertility")},
                "measure",
                "value")
            .filter(col("value").isNotNull());

    Dataset<Row> sinceFirst =
        longRows.withColumn(
            "first_value",
            first_value(col("value"))
                .over(
                    Window.partitionBy("country", "measure")
                        .orderBy(col("year").asc_nulls_last())));

    Dataset<Row> changes =
        sinceFirst.withColumn(
            "change", roundDecimals(col("value").minus(col("first_value")), 100.0));

    Dataset<Row> result = changes.select("country", "year", "measure", "value", "change");

    Dataset<Row> sorted =
        result.orderBy(
            col("measure").asc_nulls_last(),
            col("country").asc_nulls_last(),
            col("year").asc_nulls_last());

    Dataset<Row> countries = gapminder.select("country").distinct();

    Dataset<Row> years = spark.range(1955, 2006, 5).toDF("year");

    Dataset<Row> expected =
        countries.alias("l").crossJoin(years.alias("r")).select("l.country", "r.year");

    Dataset<Row> missing =
        expected
            .alias("l")
            .join(
                gapminder.alias("r"),
                col("l.country")
                    .equalTo(col("r.country"))
                    .and(col("l.year").equalTo(col("r.year"))),
                "left_anti");

    Dataset<Row> pairs = gapminder.select("cluster", "country").distinct();

    Dataset<Row> perCluster =
        pairs
            .groupBy("cluster")
            .agg(
                inOrder(
                        collect_list(
                            struct(
                                col("country").isNull().as("no_key_1"),
                                col("country").as("key_1"),
                                col("country").as("value"))),
                        true)
                    .as("country"));

    Dataset<Row> members =
        perCluster
            .select(
                col("cluster"),
                explode(
                        transform(
                            col("country"),
                            (value, index) ->
                                struct(
                                    value.as("value"),
                                    index.plus(1).cast("bigint").as("position"))))
                    .as("item"))
            .select(
                col("cluster"),
                col("item").getField("value").as("country"),
                col("item").getField("position").as("no"));

    Dataset<Row> membersSorted =
        members.orderBy(col("cluster").asc_nulls_last(), col("no").asc_nulls_last());

    sorted.write().mode("overwrite").parquet("out/gapminder-long.parquet");

    missing
        .write()
        .mode("overwrite")
        .option("header", true)
        .option("escape", "\"")
        .csv("out/missing-years.csv");

    membersSorted
        .write()
        .mode("overwrite")
        .option("ignoreNullFields", false)
        .json("out/clusters.ndjson");

    spark.stop();
  }

  /** Rounds a DOUBLE to decimals: 100 for two of them. */
  private static Column roundDecimals(Column value, double factor) {
    return when(
            abs(value).multiply(factor).lt(Double.POSITIVE_INFINITY),
            signum(value).multiply(round(abs(value).multiply(factor))).divide(factor))
        .otherwise(value);
  }

  /** Field "value" of the rows; null without rows. */
  private static Column valuesOf(Column rows) {
    return when(size(rows).gt(0), transform(rows, row -> row.getField("value")));
  }

  /** Field "value" of the rows in the order of their fields; null without rows. */
  private static Column inOrder(Column rows, boolean ascending) {
    return valuesOf(sort_array(rows, ascending));
  }

  private GapminderInLongFormPipeline() {}
}
