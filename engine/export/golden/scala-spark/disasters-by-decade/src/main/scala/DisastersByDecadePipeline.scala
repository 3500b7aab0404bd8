import org.apache.spark.sql.{Column, SparkSession}
import org.apache.spark.sql.expressions.Window
import org.apache.spark.sql.functions._

/** Disasters by decade. Deaths by kind of disaster and decade, the share of each kind, and the
  * worst year of all.
  */
object DisastersByDecadePipeline {
  def main(args: Array[String]): Unit = {
    val spark = SparkSession
      .builder()
      .appName("Disasters by decade")
      .config("spark.sql.ansi.enabled", "true")
      .config("spark.sql.session.timeZone", "UTC")
      .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
      .getOrCreate()

    val disasters = spark.read
      .schema("Entity STRING, Year INT, Deaths BIGINT")
      .option("header", true)
      .option("escape", "\"")
      .option("multiLine", true)
      .option("mode", "FAILFAST")
      .csv("../node_modules/vega-datasets/data/disasters.csv")

    val kinds = disasters.filter(col("Entity") =!= "All natural disasters")

    val decades = kinds.withColumn(
      "decade",
      call_function("div", col("Year"), lit(10)).cast("int") * 10
    )

    val deaths = decades
      .groupBy("decade", "Entity")
      .agg(
        sum(col("Deaths").cast("decimal(38,0)")).as("deaths"),
        max_by(col("Year"), struct(col("Deaths"), col("Year"))).as("worst_year")
      )

    val inDecade = deaths.withColumn(
      "all_deaths",
      sum(col("deaths")).over(Window.partitionBy("decade"))
    )

    val shares = inDecade.withColumn(
      "percent",
      roundDecimals(
        divide((lit(100) * col("deaths")).cast("double"), col("all_deaths").cast("double")),
        10.0
      )
    )

    val notable = shares.filter(col("percent") >= 1.0)

    val short = notable.select(
      col("decade"),
      col("Entity").as("kind"),
      col("deaths"),
      col("worst_year"),
      col("percent")
    )

    val sorted = short.orderBy(
      col("decade").asc_nulls_last,
      col("deaths").desc_nulls_last,
      col("kind").asc_nulls_last
    )

    val totals = disasters.filter(col("Entity") === "All natural disasters")

    val worst = totals.orderBy(col("Deaths").desc_nulls_last, col("Year").asc_nulls_last).limit(10)

    sorted.write
      .mode("overwrite")
      .option("header", true)
      .option("escape", "\"")
      .csv("out/disaster-shares.csv")

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
                call_function("map", lit("ignoreNullFields"), lit("false"))
              )
            ),
            ",\n"
          ),
          lit("\n]")
        ).as("value")
      )
      .write
      .mode("overwrite")
      .text("out/worst-years.json")

    spark.stop()
  }

  /** Quotient of two DOUBLEs as IEEE 754 has it: by zero it is infinite or NaN, not an error. */
  private def divide(dividend: Column, divisor: Column): Column =
    when(divisor === 0.0, dividend * pow(divisor, -1.0)).otherwise(dividend / divisor)

  /** Rounds a DOUBLE to decimals: 100 for two of them. */
  private def roundDecimals(value: Column, factor: Double): Column =
    when(
      abs(value) * factor < Double.PositiveInfinity,
      (signum(value) * round(abs(value) * factor)) / factor
    ).otherwise(value)
}
