/** Settings of a session in which statements mean what the translation relies on. */
import { SPARK_SETTINGS } from '../../spark/settings.ts';

export const SESSION_SETTINGS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(SPARK_SETTINGS),
  // How soon what runs is seen to run, and can be stopped.
  'spark.connect.progress.reportInterval': '1s',
  // `${x}` in a text is text, and nothing that the server knows a value of.
  'spark.sql.variable.substitute': 'false',
  // A number is a value, wherever it stands.
  'spark.sql.groupByOrdinal': 'false',
  'spark.sql.orderByOrdinal': 'false',
  // Rows that are sent along are computed with by executors, and not while the plan is made.
  'spark.sql.optimizer.excludedRules':
    'org.apache.spark.sql.catalyst.optimizer.ConvertToLocalRelation',
};
