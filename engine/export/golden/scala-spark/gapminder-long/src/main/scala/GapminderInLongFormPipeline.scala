import org.apache.spark.sql.{Column, SparkSession}
import org.apache.spark.sql.expressions.Window
import org.apache.spark.sql.functions._

/** Gapminder in long form. Measures from columns to rows, change since the first year, and a check
  * that no year is missing.
  */
object GapminderInLongFormPipeline {
  def main(args: Array[String]): Unit = {
    val spark = SparkSession
      .builder()
      .appName("Gapminder in long form")
      .config("spark.sql.ansi.enabled", "true")
      .config("spark.sql.session.timeZone", "UTC")
      .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
      .getOrCreate()

    val gapminder = spark.read
      .schema(
        "year BIGINT, country STRING, cluster BIGINT, pop BIGINT, " +
          "life_expect DOUBLE, fertility DOUBLE"
      )
      .option("multiLine", true)
      .option("mode", "FAILFAST")
      .json("../node_modules/vega-datasets/data/gapminder.json")

    val long = gapminder
      .unpivot(
        Array(col("year"), col("country"), col("cluster"), col("pop")),
        Array(col("life_expect"), col("fertility")),
        "measure",
        "value"
      )
      .filter(col("value").isNotNull)

    val sinceFirst = long.withColumn(
      "first_value",
      first_value(col("value"))
        .over(Window.partitionBy("country", "measure").orderBy(col("year").asc_nulls_last))
    )

    val changes = sinceFirst.withColumn(
      "change",
      roundDecimals(col("value") - col("first_value"), 100.0)
    )

    val result = changes.select("country", "year", "measure", "value", "change")

    val sorted = result.orderBy(
      col("measure").asc_nulls_last,
      col("country").asc_nulls_last,
      col("year").asc_nulls_last
    )

    val countries = gapminder.select("country").distinct()

    val years = spark.range(1955, 2006, 5).toDF("year")

    val expected = countries.alias("l").crossJoin(years.alias("r")).select("l.country", "r.year")

    val missing = expected
      .alias("l")
      .join(
        gapminder.alias("r"),
        col("l.country") === col("r.country") && col("l.year") === col("r.year"),
        "left_anti"
      )

    val pairs = gapminder.select("cluster", "country").distinct()

    val perCluster = pairs
      .groupBy("cluster")
      .agg(
        inOrder(
          collect_list(
            struct(
              col("country").isNull.as("no_key_1"),
              col("country").as("key_1"),
              col("country").as("value")
            )
          ),
          true
        ).as("country")
      )

    val members = perCluster
      .select(
        col("cluster"),
        explode(
          transform(
            col("country"),
            (value, index) => struct(value.as("value"), (index + 1).cast("bigint").as("position"))
          )
        ).as("item")
      )
      .select(
        col("cluster"),
        col("item").getField("value").as("country"),
        col("item").getField("position").as("no")
      )

    val membersSorted = members.orderBy(col("cluster").asc_nulls_last, col("no").asc_nulls_last)

    sorted.write.mode("overwrite").parquet("out/gapminder-long.parquet")

    missing.write
      .mode("overwrite")
      .option("header", true)
      .option("escape", "\"")
      .csv("out/missing-years.csv")

    membersSorted.write
      .mode("overwrite")
      .option("ignoreNullFields", false)
      .json("out/clusters.ndjson")

    spark.stop()
  }

  /** Rounds a DOUBLE to decimals: 100 for two of them. */
  private def roundDecimals(value: Column, factor: Double): Column =
    when(
      abs(value) * factor < Double.PositiveInfinity,
      (signum(value) * round(abs(value) * factor)) / factor
    ).otherwise(value)

  /** Field "value" of the rows; null without rows. */
  private def valuesOf(rows: Column): Column =
    when(size(rows) > 0, transform(rows, row => row.getField("value")))

  /** Field "value" of the rows in the order of their fields; null without rows. */
  private def inOrder(rows: Column, ascending: Boolean): Column =
    valuesOf(sort_array(rows, ascending))
}
