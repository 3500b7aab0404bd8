import org.apache.spark.sql.{Column, SparkSession}
import org.apache.spark.sql.expressions.Window
import org.apache.spark.sql.functions._

/** Bird strikes. Planes meet birds: cleaned reports, the species that cost most, and the three
  * dearest strikes of each state.
  */
object BirdStrikesPipeline {
  def main(args: Array[String]): Unit = {
    val spark = SparkSession
      .builder()
      .appName("Bird strikes")
      .config("spark.sql.ansi.enabled", "true")
      .config("spark.sql.session.timeZone", "UTC")
      .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
      .getOrCreate()

    val reports = spark.read
      .schema(
        "`Airport Name` STRING, `Aircraft Make Model` STRING, " +
          "`Effect Amount of damage` STRING, `Flight Date` DATE, " +
          "`Aircraft Airline Operator` STRING, `Origin State` STRING, " +
          "`Phase of flight` STRING, `Wildlife Size` STRING, " +
          "`Wildlife Species` STRING, `Time of day` STRING, " +
          "`Cost Other` BIGINT, `Cost Repair` BIGINT, " +
          "`Cost Total $` BIGINT, `Speed IAS in knots` BIGINT"
      )
      .option("header", true)
      .option("escape", "\"")
      .option("dateFormat", "y-M-d")
      .option("multiLine", true)
      .option("mode", "FAILFAST")
      .csv("../node_modules/vega-datasets/data/birdstrikes.csv")

    val shortNames = reports.select(
      col("`Flight Date`").as("date"),
      col("`Origin State`").as("state"),
      col("`Airport Name`").as("airport"),
      col("`Wildlife Species`").as("species"),
      col("`Wildlife Size`").as("size"),
      col("`Phase of flight`").as("phase"),
      col("`Time of day`").as("time_of_day"),
      col("`Cost Total $`").as("cost")
    )

    val tidy = shortNames
      .withColumn("airport", upperText(trimSpaces(col("airport"))))
      .withColumn("species", lowerText(col("species")))
      .withColumn("month", trunc(col("date"), "month"))

    val unique = tidy
      .withColumn(
        "rank",
        row_number()
          .over(
            Window
              .partitionBy("date", "airport", "species", "phase", "cost")
              .orderBy(
                col("state").asc_nulls_last,
                col("size").asc_nulls_last,
                col("time_of_day").asc_nulls_last
              )
          )
      )
      .filter(col("rank") === 1)
      .drop("rank")

    val knownSpecies = unique.filter(!col("species").startsWith("unknown"))

    val bySpecies = knownSpecies
      .groupBy("species")
      .agg(
        count("*").as("strikes"),
        count_distinct(col("airport")).as("airports"),
        sum(col("cost").cast("decimal(38,0)")).as("cost"),
        count_distinct(col("phase")).as("phases"),
        mode(col("phase"), true).as("usual_phase")
      )

    val costlySpecies = bySpecies
      .orderBy(col("cost").desc_nulls_last, col("species").asc_nulls_last)
      .limit(25)

    val withCost = unique.filter(
      col("cost") > 0 && col("state").isNotNull && col("state") =!= "N/A"
    )

    val dearest = withCost
      .withColumn(
        "rank",
        row_number()
          .over(
            Window
              .partitionBy("state")
              .orderBy(
                col("cost").desc_nulls_last,
                col("date").asc_nulls_last,
                col("airport").asc_nulls_last,
                col("species").asc_nulls_last,
                col("phase").asc_nulls_last
              )
          )
      )
      .filter(col("rank") <= 3)
      .drop("rank")

    val dearestSorted = dearest.orderBy(col("state").asc_nulls_last, col("cost").desc_nulls_last)

    // Spark draws other rows at random than Sluice does, with the same seed too.
    val sample = unique
      .withColumn(
        "rank",
        row_number().over(Window.partitionBy("size").orderBy(rand(7).asc_nulls_first))
      )
      .withColumn("rows_of_group", count("*").over(Window.partitionBy("size")))
      .filter(col("rank") <= round(lit(0.05) * col("rows_of_group").cast("double")))
      .drop("rank", "rows_of_group")

    val uniqueDuplicates = tidy
      .withColumn(
        "rank",
        row_number()
          .over(
            Window
              .partitionBy("date", "airport", "species", "phase", "cost")
              .orderBy(
                col("state").asc_nulls_last,
                col("size").asc_nulls_last,
                col("time_of_day").asc_nulls_last
              )
          )
      )
      .filter(col("rank") > 1)
      .drop("rank")

    costlySpecies.write.mode("overwrite").parquet("out/costly-species.parquet")

    dearestSorted.write
      .mode("overwrite")
      .option("header", true)
      .option("escape", "\"")
      .csv("out/dearest-strikes.csv")

    sample.write.mode("overwrite").partitionBy("size").parquet("out/bird-strike-sample")

    uniqueDuplicates.write
      .mode("overwrite")
      .option("header", true)
      .option("escape", "\"")
      .csv("out/duplicate-reports.csv")

    spark.stop()
  }

  /** Without spaces of any width at both ends; tabs and line ends stay. */
  private def trimSpaces(text: Column): Column =
    regexp_replace(text, "^\\p{Zs}+|\\p{Zs}+\\z", "")

  /** Upper case letter by letter: ß becomes ẞ, not SS. */
  private def upperText(text: Column): Column =
    when(char_length(upper(text)) === char_length(text), upper(text))
      .otherwise(
        array_join(
          transform(
            split(text, "", -1),
            letter =>
              when(char_length(upper(letter)) === 1, upper(letter))
                .otherwise(
                  translate(letter, "ßᾀᾁᾂᾃᾄᾅᾆᾇᾐᾑᾒᾓᾔᾕᾖᾗᾠᾡᾢᾣᾤᾥᾦᾧᾳῃῳ", "ẞᾈᾉᾊᾋᾌᾍᾎᾏᾘᾙᾚᾛᾜᾝᾞᾟᾨᾩᾪᾫᾬᾭᾮᾯᾼῌῼ")
                )
          ),
          ""
        )
      )

  /** Lower case letter by letter: a dotted İ becomes i, a Σ at the end of a word σ. */
  private def lowerText(text: Column): Column =
    lower(translate(text, "İΣ", "iσ"))
}
