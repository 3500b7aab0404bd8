/** What functions are called where one is chosen, if their names say too little. */
export const FUNCTION_LABELS: Readonly<Record<string, string>> = {
  avg: 'Average',
  min: 'Minimum',
  max: 'Maximum',
  stddev: 'Standard deviation',
  mode: 'Most frequent',
  any: 'Any value',
  approx_count_distinct: 'Count distinct, approximate',
  string_agg: 'Join texts',
  bool_and: 'All true',
  bool_or: 'Any true',
  corr: 'Correlation',
  arg_min: 'Value at the minimum',
  arg_max: 'Value at the maximum',
};
