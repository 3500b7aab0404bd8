-- Movie genres
-- What genres earn: names made regular, dates parsed, implausible rows set aside, ratings looked up.

COPY (
  WITH movies AS (
    SELECT *
    FROM read_json(
      '../node_modules/vega-datasets/data/movies.json',
      format = 'array',
      columns = {
        'Title': 'VARCHAR',
        'US Gross': 'BIGINT',
        'Worldwide Gross': 'BIGINT',
        'US DVD Sales': 'BIGINT',
        'Production Budget': 'BIGINT',
        'Release Date': 'VARCHAR',
        'MPAA Rating': 'VARCHAR',
        'Running Time min': 'BIGINT',
        'Distributor': 'VARCHAR',
        'Source': 'VARCHAR',
        'Major Genre': 'VARCHAR',
        'Creative Type': 'VARCHAR',
        'Director': 'VARCHAR',
        'Rotten Tomatoes Rating': 'BIGINT',
        'IMDB Rating': 'DOUBLE',
        'IMDB Votes': 'BIGINT'
      }
    )
  ),
  snake_case AS (
    SELECT
      Title,
      "Worldwide Gross" AS Worldwide_Gross,
      "Production Budget" AS Production_Budget,
      "Release Date" AS Release_Date,
      "MPAA Rating" AS MPAA_Rating,
      "Major Genre" AS Major_Genre,
      "IMDB Rating" AS IMDB_Rating
    FROM movies
  ),
  typed AS (
    SELECT
      TRY_CAST(Title AS VARCHAR) AS Title,
      TRY_CAST(Worldwide_Gross AS DECIMAL(15,2)) AS Worldwide_Gross,
      TRY_CAST(Production_Budget AS DECIMAL(15,2)) AS Production_Budget,
      TRY_CAST(try_strptime(Release_Date, '%b %d %Y') AS DATE) AS Release_Date,
      MPAA_Rating,
      Major_Genre,
      IMDB_Rating
    FROM snake_case
    WHERE NOT (
      Title IS NOT NULL AND TRY_CAST(Title AS VARCHAR) IS NULL
      OR Release_Date IS NOT NULL AND TRY_CAST(try_strptime(Release_Date, '%b %d %Y') AS DATE) IS NULL
      OR Production_Budget IS NOT NULL AND TRY_CAST(Production_Budget AS DECIMAL(15,2)) IS NULL
      OR Worldwide_Gross IS NOT NULL AND TRY_CAST(Worldwide_Gross AS DECIMAL(15,2)) IS NULL
    )
  ),
  plausible AS (
    -- Two-digit years of old films were read as 20xx.
    SELECT *
    FROM typed
    WHERE Release_Date <= DATE '2011-12-31' AND Worldwide_Gross > 0 AND Production_Budget > 0
  ),
  ratings AS (
    SELECT *
    FROM (
      SELECT CAST(c0 AS VARCHAR) AS code, CAST(c1 AS VARCHAR) AS audience
      FROM (
        VALUES
          ('G', 'everybody'),
          ('PG', 'children with parents'),
          ('PG-13', 'teenagers'),
          ('R', 'adults'),
          ('NC-17', 'adults')
      ) AS v(c0, c1)
    )
  ),
  audiences AS (
    SELECT l.Title, l.Worldwide_Gross, l.Production_Budget, l.Major_Genre, l.IMDB_Rating, r.audience
    FROM plausible AS l
    LEFT JOIN ratings AS r ON l.MPAA_Rating = r.code
  ),
  profits AS (
    SELECT Title, IMDB_Rating, audience, genre, profit, round(profit / Production_Budget, 2) AS return
    FROM (
      SELECT
        Title,
        Production_Budget,
        IMDB_Rating,
        audience,
        coalesce(Major_Genre, 'unknown') AS genre,
        Worldwide_Gross - Production_Budget AS profit
      FROM audiences
    )
  ),
  by_genre AS (
    SELECT
      genre,
      count(*) AS films,
      count(*) FILTER (WHERE audience = 'adults') AS for_adults,
      sum(profit) AS profit,
      median(return) AS median_return,
      avg(IMDB_Rating) AS mean_rating,
      corr(IMDB_Rating, profit) AS rating_and_profit,
      first(Title ORDER BY profit DESC NULLS LAST, Title DESC NULLS LAST) AS best_film
    FROM profits
    GROUP BY 1
  ),
  ranked AS (
    SELECT *
    FROM by_genre
    ORDER BY profit DESC NULLS LAST
  )
  SELECT *
  FROM ranked
) TO 'out/movie-genres.parquet' (FORMAT parquet);

COPY (
  WITH movies AS (
    SELECT *
    FROM read_json(
      '../node_modules/vega-datasets/data/movies.json',
      format = 'array',
      columns = {
        'Title': 'VARCHAR',
        'US Gross': 'BIGINT',
        'Worldwide Gross': 'BIGINT',
        'US DVD Sales': 'BIGINT',
        'Production Budget': 'BIGINT',
        'Release Date': 'VARCHAR',
        'MPAA Rating': 'VARCHAR',
        'Running Time min': 'BIGINT',
        'Distributor': 'VARCHAR',
        'Source': 'VARCHAR',
        'Major Genre': 'VARCHAR',
        'Creative Type': 'VARCHAR',
        'Director': 'VARCHAR',
        'Rotten Tomatoes Rating': 'BIGINT',
        'IMDB Rating': 'DOUBLE',
        'IMDB Votes': 'BIGINT'
      }
    )
  ),
  snake_case AS (
    SELECT
      Title,
      "US Gross" AS US_Gross,
      "Worldwide Gross" AS Worldwide_Gross,
      "US DVD Sales" AS US_DVD_Sales,
      "Production Budget" AS Production_Budget,
      "Release Date" AS Release_Date,
      "MPAA Rating" AS MPAA_Rating,
      "Running Time min" AS Running_Time_min,
      Distributor,
      Source,
      "Major Genre" AS Major_Genre,
      "Creative Type" AS Creative_Type,
      Director,
      "Rotten Tomatoes Rating" AS Rotten_Tomatoes_Rating,
      "IMDB Rating" AS IMDB_Rating,
      "IMDB Votes" AS IMDB_Votes
    FROM movies
  ),
  typed_rejects AS (
    SELECT
      Title,
      US_Gross,
      Worldwide_Gross,
      US_DVD_Sales,
      Production_Budget,
      Release_Date,
      MPAA_Rating,
      Running_Time_min,
      Distributor,
      Source,
      Major_Genre,
      Creative_Type,
      Director,
      Rotten_Tomatoes_Rating,
      IMDB_Rating,
      IMDB_Votes,
      concat_ws(
        '; ',
        CASE
          WHEN Title IS NOT NULL
            AND TRY_CAST(
              Title AS VARCHAR
            ) IS NULL THEN 'column "Title": "' || CAST(Title AS VARCHAR) || '" cannot be read as VARCHAR'
          ELSE CAST(NULL AS VARCHAR)
        END,
        CASE
          WHEN Release_Date IS NOT NULL
            AND TRY_CAST(
              try_strptime(Release_Date, '%b %d %Y') AS DATE
            ) IS NULL THEN 'column "Release_Date": "' || CAST(Release_Date AS VARCHAR) || '" cannot be read as DATE'
          ELSE CAST(NULL AS VARCHAR)
        END,
        CASE
          WHEN Production_Budget IS NOT NULL
            AND TRY_CAST(
              Production_Budget AS DECIMAL(15,2)
            ) IS NULL THEN 'column "Production_Budget": "' || CAST(Production_Budget AS VARCHAR) || '" cannot be read as DECIMAL(15,2)'
          ELSE CAST(NULL AS VARCHAR)
        END,
        CASE
          WHEN Worldwide_Gross IS NOT NULL
            AND TRY_CAST(
              Worldwide_Gross AS DECIMAL(15,2)
            ) IS NULL THEN 'column "Worldwide_Gross": "' || CAST(Worldwide_Gross AS VARCHAR) || '" cannot be read as DECIMAL(15,2)'
          ELSE CAST(NULL AS VARCHAR)
        END
      ) AS reason
    FROM snake_case
    WHERE Title IS NOT NULL AND TRY_CAST(Title AS VARCHAR) IS NULL
      OR Release_Date IS NOT NULL AND TRY_CAST(try_strptime(Release_Date, '%b %d %Y') AS DATE) IS NULL
      OR Production_Budget IS NOT NULL AND TRY_CAST(Production_Budget AS DECIMAL(15,2)) IS NULL
      OR Worldwide_Gross IS NOT NULL AND TRY_CAST(Worldwide_Gross AS DECIMAL(15,2)) IS NULL
  )
  SELECT * REPLACE (CASE WHEN isfinite("IMDB_Rating") THEN "IMDB_Rating" END AS "IMDB_Rating")
  FROM (
    SELECT *
    FROM typed_rejects
  )
) TO 'out/movies-with-bad-values.ndjson' (FORMAT json);

COPY (
  WITH movies AS (
    SELECT *
    FROM read_json(
      '../node_modules/vega-datasets/data/movies.json',
      format = 'array',
      columns = {
        'Title': 'VARCHAR',
        'US Gross': 'BIGINT',
        'Worldwide Gross': 'BIGINT',
        'US DVD Sales': 'BIGINT',
        'Production Budget': 'BIGINT',
        'Release Date': 'VARCHAR',
        'MPAA Rating': 'VARCHAR',
        'Running Time min': 'BIGINT',
        'Distributor': 'VARCHAR',
        'Source': 'VARCHAR',
        'Major Genre': 'VARCHAR',
        'Creative Type': 'VARCHAR',
        'Director': 'VARCHAR',
        'Rotten Tomatoes Rating': 'BIGINT',
        'IMDB Rating': 'DOUBLE',
        'IMDB Votes': 'BIGINT'
      }
    )
  ),
  snake_case AS (
    SELECT
      Title,
      "US Gross" AS US_Gross,
      "Worldwide Gross" AS Worldwide_Gross,
      "US DVD Sales" AS US_DVD_Sales,
      "Production Budget" AS Production_Budget,
      "Release Date" AS Release_Date,
      "MPAA Rating" AS MPAA_Rating,
      "Running Time min" AS Running_Time_min,
      Distributor,
      Source,
      "Major Genre" AS Major_Genre,
      "Creative Type" AS Creative_Type,
      Director,
      "Rotten Tomatoes Rating" AS Rotten_Tomatoes_Rating,
      "IMDB Rating" AS IMDB_Rating,
      "IMDB Votes" AS IMDB_Votes
    FROM movies
  ),
  typed AS (
    SELECT
      TRY_CAST(Title AS VARCHAR) AS Title,
      US_Gross,
      TRY_CAST(Worldwide_Gross AS DECIMAL(15,2)) AS Worldwide_Gross,
      US_DVD_Sales,
      TRY_CAST(Production_Budget AS DECIMAL(15,2)) AS Production_Budget,
      TRY_CAST(try_strptime(Release_Date, '%b %d %Y') AS DATE) AS Release_Date,
      MPAA_Rating,
      Running_Time_min,
      Distributor,
      Source,
      Major_Genre,
      Creative_Type,
      Director,
      Rotten_Tomatoes_Rating,
      IMDB_Rating,
      IMDB_Votes
    FROM snake_case
    WHERE NOT (
      Title IS NOT NULL AND TRY_CAST(Title AS VARCHAR) IS NULL
      OR Release_Date IS NOT NULL AND TRY_CAST(try_strptime(Release_Date, '%b %d %Y') AS DATE) IS NULL
      OR Production_Budget IS NOT NULL AND TRY_CAST(Production_Budget AS DECIMAL(15,2)) IS NULL
      OR Worldwide_Gross IS NOT NULL AND TRY_CAST(Worldwide_Gross AS DECIMAL(15,2)) IS NULL
    )
  ),
  plausible_dropped AS (
    -- Two-digit years of old films were read as 20xx.
    SELECT *
    FROM typed
    WHERE NOT coalesce(
      Release_Date <= DATE '2011-12-31' AND Worldwide_Gross > 0 AND Production_Budget > 0, false
    )
  )
  SELECT * REPLACE (CAST("Worldwide_Gross" AS DOUBLE) AS "Worldwide_Gross", CAST("Production_Budget" AS DOUBLE) AS "Production_Budget", CASE WHEN isfinite("IMDB_Rating") THEN "IMDB_Rating" END AS "IMDB_Rating")
  FROM (
    SELECT *
    FROM plausible_dropped
  )
) TO 'out/movies-set-aside.ndjson' (FORMAT json);
