"""Bird strikes.

Planes meet birds: cleaned reports, the species that cost most, and the three dearest
strikes of each state.
"""

from pyspark.sql import Column, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.window import Window


def trim_spaces(text: Column) -> Column:
    """Without spaces of any width at both ends; tabs and line ends stay."""
    return F.regexp_replace(text, r"^\p{Zs}+|\p{Zs}+\z", "")


def upper_text(text: Column) -> Column:
    """Upper case letter by letter: ß becomes ẞ, not SS."""
    return F.when(
        F.char_length(F.upper(text)) == F.char_length(text), F.upper(text)
    ).otherwise(
        F.array_join(
            F.transform(
                F.split(text, "", -1),
                lambda letter: F.when(
                    F.char_length(F.upper(letter)) == 1, F.upper(letter)
                ).otherwise(
                    F.translate(
                        letter,
                        "ßᾀᾁᾂᾃᾄᾅᾆᾇᾐᾑᾒᾓᾔᾕᾖᾗᾠᾡᾢᾣᾤᾥᾦᾧᾳῃῳ",
                        "ẞᾈᾉᾊᾋᾌᾍᾎᾏᾘᾙᾚᾛᾜᾝᾞᾟᾨᾩᾪᾫᾬᾭᾮᾯᾼῌῼ",
                    )
                ),
            ),
            "",
        )
    )


def lower_text(text: Column) -> Column:
    """Lower case letter by letter: a dotted İ becomes i, a Σ at the end of a word σ."""
    return F.lower(F.translate(text, "İΣ", "iσ"))


def main() -> None:
    spark = (
        SparkSession.builder.appName("Bird strikes")
        .config("spark.sql.ansi.enabled", "true")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
        .getOrCreate()
    )

    reports = (
        spark.read.schema(
            "`Airport Name` STRING, `Aircraft Make Model` STRING, "
            "`Effect Amount of damage` STRING, `Flight Date` DATE, "
            "`Aircraft Airline Operator` STRING, `Origin State` STRING, "
            "`Phase of flight` STRING, `Wildlife Size` STRING, "
            "`Wildlife Species` STRING, `Time of day` STRING, "
            "`Cost Other` BIGINT, `Cost Repair` BIGINT, "
            "`Cost Total $` BIGINT, `Speed IAS in knots` BIGINT"
        )
        .option("header", True)
        .option("escape", '"')
        .option("dateFormat", "y-M-d")
        .option("multiLine", True)
        .option("mode", "FAILFAST")
        .csv("../node_modules/vega-datasets/data/birdstrikes.csv")
    )

    short_names = reports.select(
        F.col("`Flight Date`").alias("date"),
        F.col("`Origin State`").alias("state"),
        F.col("`Airport Name`").alias("airport"),
        F.col("`Wildlife Species`").alias("species"),
        F.col("`Wildlife Size`").alias("size"),
        F.col("`Phase of flight`").alias("phase"),
        F.col("`Time of day`").alias("time_of_day"),
        F.col("`Cost Total $`").alias("cost"),
    )

    tidy = (
        short_names.withColumn("airport", upper_text(trim_spaces(F.col("airport"))))
        .withColumn("species", lower_text(F.col("species")))
        .withColumn("month", F.trunc(F.col("date"), "month"))
    )

    unique = (
        tidy.withColumn(
            "rank",
            F.row_number().over(
                Window.partitionBy(
                    "date", "airport", "species", "phase", "cost"
                ).orderBy(
                    F.col("state").asc_nulls_last(),
                    F.col("size").asc_nulls_last(),
                    F.col("time_of_day").asc_nulls_last(),
                )
            ),
        )
        .filter(F.col("rank") == 1)
        .drop("rank")
    )

    known_species = unique.filter(~F.col("species").startswith("unknown"))

    by_species = known_species.groupBy("species").agg(
        F.count("*").alias("strikes"),
        F.count_distinct(F.col("airport")).alias("airports"),
        F.sum(F.col("cost").cast("decimal(38,0)")).alias("cost"),
        F.count_distinct(F.col("phase")).alias("phases"),
        F.mode(F.col("phase"), True).alias("usual_phase"),
    )

    costly_species = by_species.orderBy(
        F.col("cost").desc_nulls_last(), F.col("species").asc_nulls_last()
    ).limit(25)

    with_cost = unique.filter(
        (F.col("cost") > 0) & F.col("state").isNotNull() & (F.col("state") != "N/A")
    )

    dearest = (
        with_cost.withColumn(
            "rank",
            F.row_number().over(
                Window.partitionBy("state").orderBy(
                    F.col("cost").desc_nulls_last(),
                    F.col("date").asc_nulls_last(),
                    F.col("airport").asc_nulls_last(),
                    F.col("species").asc_nulls_last(),
                    F.col("phase").asc_nulls_last(),
                )
            ),
        )
        .filter(F.col("rank") <= 3)
        .drop("rank")
    )

    dearest_sorted = dearest.orderBy(
        F.col("state").asc_nulls_last(), F.col("cost").desc_nulls_last()
    )

    # Spark draws other rows at random than Sluice does, with the same seed too.
    sample = (
        unique.withColumn(
            "rank",
            F.row_number().over(
                Window.partitionBy("size").orderBy(F.rand(7).asc_nulls_first())
            ),
        )
        .withColumn("rows_of_group", F.count("*").over(Window.partitionBy("size")))
        .filter(F.col("rank") <= F.round(0.05 * F.col("rows_of_group").cast("double")))
        .drop("rank", "rows_of_group")
    )

    unique_duplicates = (
        tidy.withColumn(
            "rank",
            F.row_number().over(
                Window.partitionBy(
                    "date", "airport", "species", "phase", "cost"
                ).orderBy(
                    F.col("state").asc_nulls_last(),
                    F.col("size").asc_nulls_last(),
                    F.col("time_of_day").asc_nulls_last(),
                )
            ),
        )
        .filter(F.col("rank") > 1)
        .drop("rank")
    )

    costly_species.write.mode("overwrite").parquet("out/costly-species.parquet")

    (
        dearest_sorted.write.mode("overwrite")
        .option("header", True)
        .option("escape", '"')
        .csv("out/dearest-strikes.csv")
    )

    sample.write.mode("overwrite").partitionBy("size").parquet("out/bird-strike-sample")

    (
        unique_duplicates.write.mode("overwrite")
        .option("header", True)
        .option("escape", '"')
        .csv("out/duplicate-reports.csv")
    )

    spark.stop()


if __name__ == "__main__":
    main()
