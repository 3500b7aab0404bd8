-- source_1: stocks, sent along: symbol VARCHAR, date DATE, price DOUBLE

-- out_trend: s3a://lake/out/stock-trend.parquet
WITH `stocks` AS (SELECT * FROM `source_1`),
`trend` AS (SELECT `symbol`, `date`, `price`, avg(`price`) OVER (PARTITION BY `symbol` ORDER BY `date` ASC NULLS LAST ROWS BETWEEN 5 PRECEDING AND CURRENT ROW) AS `half_year_mean`, lag(`price`, 1) OVER (PARTITION BY `symbol` ORDER BY `date` ASC NULLS LAST) AS `before`, CAST(row_number() OVER (PARTITION BY `symbol` ORDER BY `date` ASC NULLS LAST) AS BIGINT) AS `month_no` FROM `stocks`),
`changes` AS (SELECT `symbol`, `date`, `price`, CASE WHEN abs(`half_year_mean`) * 100D < DOUBLE('Infinity') THEN signum(`half_year_mean`) * round(abs(`half_year_mean`) * 100D) / 100D ELSE `half_year_mean` END AS `half_year_mean`, `before`, `month_no`, CASE WHEN abs(CASE WHEN `before` = 0D THEN `price` * pow(`before`, -1D) ELSE `price` / `before` END - 1D) * 10000D < DOUBLE('Infinity') THEN signum(CASE WHEN `before` = 0D THEN `price` * pow(`before`, -1D) ELSE `price` / `before` END - 1D) * round(abs(CASE WHEN `before` = 0D THEN `price` * pow(`before`, -1D) ELSE `price` / `before` END - 1D) * 10000D) / 10000D ELSE CASE WHEN `before` = 0D THEN `price` * pow(`before`, -1D) ELSE `price` / `before` END - 1D END AS `change` FROM `trend`)
SELECT * FROM `changes`;

-- out_best: s3a://lake/out/best-months.csv
WITH `stocks` AS (SELECT * FROM `source_1`),
`trend` AS (SELECT `symbol`, `date`, `price`, avg(`price`) OVER (PARTITION BY `symbol` ORDER BY `date` ASC NULLS LAST ROWS BETWEEN 5 PRECEDING AND CURRENT ROW) AS `half_year_mean`, lag(`price`, 1) OVER (PARTITION BY `symbol` ORDER BY `date` ASC NULLS LAST) AS `before`, CAST(row_number() OVER (PARTITION BY `symbol` ORDER BY `date` ASC NULLS LAST) AS BIGINT) AS `month_no` FROM `stocks`),
`changes` AS (SELECT `symbol`, `date`, `price`, CASE WHEN abs(`half_year_mean`) * 100D < DOUBLE('Infinity') THEN signum(`half_year_mean`) * round(abs(`half_year_mean`) * 100D) / 100D ELSE `half_year_mean` END AS `half_year_mean`, `before`, `month_no`, CASE WHEN abs(CASE WHEN `before` = 0D THEN `price` * pow(`before`, -1D) ELSE `price` / `before` END - 1D) * 10000D < DOUBLE('Infinity') THEN signum(CASE WHEN `before` = 0D THEN `price` * pow(`before`, -1D) ELSE `price` / `before` END - 1D) * round(abs(CASE WHEN `before` = 0D THEN `price` * pow(`before`, -1D) ELSE `price` / `before` END - 1D) * 10000D) / 10000D ELSE CASE WHEN `before` = 0D THEN `price` * pow(`before`, -1D) ELSE `price` / `before` END - 1D END AS `change` FROM `trend`),
`known` AS (SELECT * FROM `changes` WHERE `change` IS NOT NULL),
`best_months` AS (SELECT `symbol`, `date`, `price`, `half_year_mean`, `before`, `month_no`, `change` FROM (SELECT * FROM (SELECT `symbol`, `date`, `price`, `half_year_mean`, `before`, `month_no`, `change`, row_number() OVER (PARTITION BY `symbol` ORDER BY `change` DESC NULLS LAST, `date` ASC NULLS LAST) AS `rank` FROM `known`) WHERE `rank` <= 3)),
`ranked` AS (SELECT `symbol`, `date`, `price`, `half_year_mean`, `before`, `month_no`, `change`, CAST(row_number() OVER (PARTITION BY `symbol` ORDER BY `change` DESC NULLS LAST, `date` ASC NULLS LAST) AS BIGINT) AS `place` FROM `best_months`),
`short` AS (SELECT `symbol`, `place`, `date`, `change` FROM `ranked`),
`sorted` AS (SELECT * FROM `short` ORDER BY `symbol` ASC NULLS LAST, `place` ASC NULLS LAST)
SELECT * FROM `sorted`;

-- out_wide: s3a://lake/out/stocks-wide.csv
WITH `stocks` AS (SELECT * FROM `source_1`),
`wide` AS (SELECT `date`, max(CASE WHEN `symbol` <=> 'AAPL' THEN `price` END) AS `AAPL`, max(CASE WHEN `symbol` <=> 'AMZN' THEN `price` END) AS `AMZN`, max(CASE WHEN `symbol` <=> 'GOOG' THEN `price` END) AS `GOOG`, max(CASE WHEN `symbol` <=> 'IBM' THEN `price` END) AS `IBM`, max(CASE WHEN `symbol` <=> 'MSFT' THEN `price` END) AS `MSFT` FROM `stocks` GROUP BY `date`),
`wide_by_date` AS (SELECT * FROM `wide` ORDER BY `date` ASC NULLS LAST)
SELECT * FROM `wide_by_date`;
