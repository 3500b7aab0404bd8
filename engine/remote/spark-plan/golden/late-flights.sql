-- source_1: airports, sent along: iata VARCHAR, name VARCHAR, city VARCHAR, state VARCHAR
-- files_1: flights, parquet s3a://lake/flights-3m.parquet

-- out: s3a://lake/out/late-flights.parquet
WITH `flights` AS (SELECT * FROM `files_1`),
`plausible` AS (SELECT * FROM `flights` WHERE `delay` >= -120 AND `delay` <= 1440),
`by_origin` AS (SELECT `origin`, count(*) AS `flights`, count_if(`delay` >= :min_delay) AS `late`, CAST(sum(CAST(`delay` AS DECIMAL(38,0))) AS DOUBLE) / count(`delay`) AS `mean_delay`, percentile(`delay`, 0.95D) AS `p95_delay` FROM `plausible` GROUP BY `origin`),
`busy` AS (SELECT * FROM `by_origin` WHERE `flights` >= :min_flights),
`airports` AS (SELECT * FROM `source_1`),
`with_airport` AS (SELECT `l`.`origin` AS `origin`, `l`.`flights` AS `flights`, `l`.`late` AS `late`, `l`.`mean_delay` AS `mean_delay`, `l`.`p95_delay` AS `p95_delay`, `r`.`name` AS `name`, `r`.`city` AS `city`, `r`.`state` AS `state` FROM `busy` AS `l` LEFT JOIN (SELECT `iata`, `name`, `city`, `state` FROM (SELECT *, count(*) OVER (PARTITION BY `iata`) AS `rows_of_key` FROM `airports`) WHERE CASE WHEN `rows_of_key` > 1 AND `iata` IS NOT NULL THEN CAST(raise_error('The join expects many-to-one, but keys are repeated on the right side.') AS BOOLEAN) ELSE true END) AS `r` ON `l`.`origin` = `r`.`iata`),
`shares` AS (SELECT `origin`, `flights`, `late`, CASE WHEN abs(`mean_delay`) * 10D < DOUBLE('Infinity') THEN signum(`mean_delay`) * round(abs(`mean_delay`) * 10D) / 10D ELSE `mean_delay` END AS `mean_delay`, `p95_delay`, `name`, `city`, `state`, CASE WHEN abs(CASE WHEN `flights` = 0D THEN `late` * pow(`flights`, -1D) ELSE `late` / `flights` END) * 10000D < DOUBLE('Infinity') THEN signum(CASE WHEN `flights` = 0D THEN `late` * pow(`flights`, -1D) ELSE `late` / `flights` END) * round(abs(CASE WHEN `flights` = 0D THEN `late` * pow(`flights`, -1D) ELSE `late` / `flights` END) * 10000D) / 10000D ELSE CASE WHEN `flights` = 0D THEN `late` * pow(`flights`, -1D) ELSE `late` / `flights` END END AS `late_share` FROM `with_airport`),
`result` AS (SELECT `origin` AS `airport`, `name`, `city`, `state`, `flights`, `late_share`, `mean_delay`, `p95_delay` FROM `shares`),
`ranked` AS (SELECT * FROM `result` ORDER BY `late_share` DESC NULLS LAST, `airport` ASC NULLS LAST)
SELECT * FROM `ranked`;

-- implausible: s3a://lake/out/implausible-flights.csv
WITH `flights` AS (SELECT * FROM `files_1`),
`plausible_dropped` AS (SELECT * FROM `flights` WHERE NOT coalesce(`delay` >= -120 AND `delay` <= 1440, false))
SELECT * FROM `plausible_dropped`;

-- unknown_airports: s3a://lake/out/unknown-airports.csv
WITH `flights` AS (SELECT * FROM `files_1`),
`plausible` AS (SELECT * FROM `flights` WHERE `delay` >= -120 AND `delay` <= 1440),
`by_origin` AS (SELECT `origin`, count(*) AS `flights`, count_if(`delay` >= :min_delay) AS `late`, CAST(sum(CAST(`delay` AS DECIMAL(38,0))) AS DOUBLE) / count(`delay`) AS `mean_delay`, percentile(`delay`, 0.95D) AS `p95_delay` FROM `plausible` GROUP BY `origin`),
`busy` AS (SELECT * FROM `by_origin` WHERE `flights` >= :min_flights),
`airports` AS (SELECT * FROM `source_1`),
`with_airport_left_unmatched` AS (SELECT `l`.* FROM `busy` AS `l` LEFT ANTI JOIN `airports` AS `r` ON `l`.`origin` = `r`.`iata`)
SELECT * FROM `with_airport_left_unmatched`;
