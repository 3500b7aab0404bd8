import org.apache.spark.sql.{Column, SparkSession}
import org.apache.spark.sql.functions._

/** Movie genres. What genres earn: names made regular, dates parsed, implausible rows set aside,
  * ratings looked up.
  */
object MovieGenresPipeline {
  def main(args: Array[String]): Unit = {
    val spark = SparkSession
      .builder()
      .appName("Movie genres")
      .config("spark.sql.ansi.enabled", "true")
      .config("spark.sql.session.timeZone", "UTC")
      .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
      .getOrCreate()

    val movies = spark.read
      .schema(
        "Title STRING, `US Gross` BIGINT, `Worldwide Gross` BIGINT, " +
          "`US DVD Sales` BIGINT, `Production Budget` BIGINT, " +
          "`Release Date` STRING, `MPAA Rating` STRING, " +
          "`Running Time min` BIGINT, Distributor STRING, " +
          "Source STRING, `Major Genre` STRING, `Creative Type` STRING, " +
          "Director STRING, `Rotten Tomatoes Rating` BIGINT, " +
          "`IMDB Rating` DOUBLE, `IMDB Votes` BIGINT"
      )
      .option("multiLine", true)
      .option("mode", "FAILFAST")
      .json("../node_modules/vega-datasets/data/movies.json")

    val snakeCase = movies
      .withColumnRenamed("US Gross", "US_Gross")
      .withColumnRenamed("Worldwide Gross", "Worldwide_Gross")
      .withColumnRenamed("US DVD Sales", "US_DVD_Sales")
      .withColumnRenamed("Production Budget", "Production_Budget")
      .withColumnRenamed("Release Date", "Release_Date")
      .withColumnRenamed("MPAA Rating", "MPAA_Rating")
      .withColumnRenamed("Running Time min", "Running_Time_min")
      .withColumnRenamed("Major Genre", "Major_Genre")
      .withColumnRenamed("Creative Type", "Creative_Type")
      .withColumnRenamed("Rotten Tomatoes Rating", "Rotten_Tomatoes_Rating")
      .withColumnRenamed("IMDB Rating", "IMDB_Rating")
      .withColumnRenamed("IMDB Votes", "IMDB_Votes")

    val typed = snakeCase
      .filter(
        !(col("Title").isNotNull && col("Title").isNull ||
          col("Release_Date").isNotNull &&
          tryStrptime(
            col("Release_Date"),
            "^\\s*+((?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))\\s++([0-9]{1,2}+)\\s++([0-9]{1,4}+)\\s*+$",
            "$1|$2|$3",
            "MMM|d|y"
          )
            .try_cast("date")
            .isNull ||
          col("Production_Budget").isNotNull &&
          col("Production_Budget").try_cast("decimal(15,2)").isNull ||
          col("Worldwide_Gross").isNotNull &&
          col("Worldwide_Gross").try_cast("decimal(15,2)").isNull)
      )
      .withColumn("Worldwide_Gross", col("Worldwide_Gross").try_cast("decimal(15,2)"))
      .withColumn("Production_Budget", col("Production_Budget").try_cast("decimal(15,2)"))
      .withColumn(
        "Release_Date",
        tryStrptime(
          col("Release_Date"),
          "^\\s*+((?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))\\s++([0-9]{1,2}+)\\s++([0-9]{1,4}+)\\s*+$",
          "$1|$2|$3",
          "MMM|d|y"
        ).try_cast("date")
      )

    // Two-digit years of old films were read as 20xx.
    val plausible = typed.filter(
      col("Release_Date") <= "2011-12-31" &&
        col("Worldwide_Gross") > 0 &&
        col("Production_Budget") > 0
    )

    val ratings = spark.sql(
      "SELECT * FROM VALUES ('G', 'everybody'), " +
        "('PG', 'children with parents'), ('PG-13', 'teenagers'), " +
        "('R', 'adults'), ('NC-17', 'adults') AS t(code, audience)"
    )

    val audiences = plausible
      .alias("l")
      .join(ratings.alias("r"), col("l.MPAA_Rating") === col("r.code"), "left")
      .select(
        "l.Title",
        "l.Worldwide_Gross",
        "l.Production_Budget",
        "l.Major_Genre",
        "l.IMDB_Rating",
        "r.audience"
      )

    val profits = audiences
      .withColumn("genre", coalesce(col("Major_Genre"), lit("unknown")))
      .withColumn("profit", col("Worldwide_Gross") - col("Production_Budget"))
      .withColumn(
        "return",
        roundDecimals(
          divide(col("profit").cast("double"), col("Production_Budget").cast("double")),
          100.0
        )
      )

    val byGenre = profits
      .groupBy("genre")
      .agg(
        count("*").as("films"),
        count_if(col("audience") === "adults").as("for_adults"),
        sum(col("profit")).cast("decimal(38,2)").as("profit"),
        percentile(col("return"), lit(0.5)).as("median_return"),
        avg(col("IMDB_Rating")).as("mean_rating"),
        correlation(
          covar_pop(col("IMDB_Rating"), col("profit").cast("double")),
          stddev_pop(when(col("profit").cast("double").isNotNull, col("IMDB_Rating"))),
          stddev_pop(when(col("IMDB_Rating").isNotNull, col("profit").cast("double")))
        ).as("rating_and_profit"),
        max_by(col("Title"), struct(col("profit"), col("Title"))).as("best_film")
      )

    val ranked = byGenre.orderBy(col("profit").desc_nulls_last)

    val typedRejects = snakeCase
      .filter(
        col("Title").isNotNull && col("Title").isNull ||
          col("Release_Date").isNotNull &&
          tryStrptime(
            col("Release_Date"),
            "^\\s*+((?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))\\s++([0-9]{1,2}+)\\s++([0-9]{1,4}+)\\s*+$",
            "$1|$2|$3",
            "MMM|d|y"
          )
            .try_cast("date")
            .isNull ||
          col("Production_Budget").isNotNull &&
          col("Production_Budget").try_cast("decimal(15,2)").isNull ||
          col("Worldwide_Gross").isNotNull &&
          col("Worldwide_Gross").try_cast("decimal(15,2)").isNull
      )
      .withColumn(
        "reason",
        concat_ws(
          "; ",
          when(
            col("Title").isNotNull && col("Title").isNull,
            concat(lit("column \"Title\": \""), col("Title"), lit("\" cannot be read as VARCHAR"))
          ),
          when(
            col("Release_Date").isNotNull &&
              tryStrptime(
                col("Release_Date"),
                "^\\s*+((?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))\\s++([0-9]{1,2}+)\\s++([0-9]{1,4}+)\\s*+$",
                "$1|$2|$3",
                "MMM|d|y"
              )
                .try_cast("date")
                .isNull,
            concat(
              lit("column \"Release_Date\": \""),
              col("Release_Date"),
              lit("\" cannot be read as DATE")
            )
          ),
          when(
            col("Production_Budget").isNotNull &&
              col("Production_Budget").try_cast("decimal(15,2)").isNull,
            concat(
              lit("column \"Production_Budget\": \""),
              col("Production_Budget").cast("string"),
              lit("\" cannot be read as DECIMAL(15,2)")
            )
          ),
          when(
            col("Worldwide_Gross").isNotNull &&
              col("Worldwide_Gross").try_cast("decimal(15,2)").isNull,
            concat(
              lit("column \"Worldwide_Gross\": \""),
              col("Worldwide_Gross").cast("string"),
              lit("\" cannot be read as DECIMAL(15,2)")
            )
          )
        )
      )

    // Two-digit years of old films were read as 20xx.
    val plausibleDropped = typed.filter(
      !coalesce(
        col("Release_Date") <= "2011-12-31" &&
          col("Worldwide_Gross") > 0 &&
          col("Production_Budget") > 0,
        lit(false)
      )
    )

    ranked.write.mode("overwrite").parquet("out/movie-genres.parquet")

    typedRejects.write
      .mode("overwrite")
      .option("ignoreNullFields", false)
      .json("out/movies-with-bad-values.ndjson")

    plausibleDropped.write
      .mode("overwrite")
      .option("ignoreNullFields", false)
      .json("out/movies-set-aside.ndjson")

    spark.stop()
  }

  /** Time read from the fields that a regex finds in a text; null where they make none. */
  private def tryStrptime(
      text: Column,
      regex: String,
      replacement: String,
      pattern: String
  ): Column =
    when(
      text.rlike("(?i)^\\s*(epoch|-?infinity)\\s*$"),
      lit("1900-01-01 00:00:00").cast("timestamp_ntz")
    ).otherwise(
      try_to_timestamp(
        regexp_replace(regexp_extract(text, regex, 0), regex, replacement),
        lit(pattern)
      )
    )

  /** Quotient of two DOUBLEs as IEEE 754 has it: by zero it is infinite or NaN, not an error. */
  private def divide(dividend: Column, divisor: Column): Column =
    when(divisor === 0.0, dividend * pow(divisor, -1.0)).otherwise(dividend / divisor)

  /** Rounds a DOUBLE to decimals: 100 for two of them. */
  private def roundDecimals(value: Column, factor: Double): Column =
    when(
      abs(value) * factor < Double.PositiveInfinity,
      (signum(value) * round(abs(value) * factor)) / factor
    ).otherwise(value)

  /** The value; an error where it is infinite or NaN. */
  private def finite(value: Column): Column =
    when(value - value =!= 0.0, raise_error(lit("The result is out of range.")).cast("double"))
      .otherwise(value)

  /** Correlation; NaN where a side is always the same. */
  private def correlation(covariance: Column, deviationY: Column, deviationX: Column): Column =
    divide(covariance, finite(deviationY) * finite(deviationX))
}
