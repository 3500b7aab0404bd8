/** Settings under which Spark's expressions mean what the translation relies on. */
export const SPARK_VERSION = '4.2.0';

export const SPARK_SETTINGS: readonly (readonly [name: string, value: string])[] = [
  ['spark.sql.ansi.enabled', 'true'],
  ['spark.sql.session.timeZone', 'UTC'],
  ['spark.sql.timestampType', 'TIMESTAMP_NTZ'],
];
