/**
 * Functions that Spark's `functions` has with columns as arguments, in Python, Scala and Java alike, under
 * the names of its SQL. Others are called by name, with `call_function`.
 */
export const COLUMN_FUNCTIONS: ReadonlySet<string> = new Set(
  `abs acos array array_contains array_distinct array_except array_intersect array_max array_min
  array_position array_remove array_sort array_union arrays_overlap arrays_zip asin atan atan2 avg
  bit_and bit_count bit_or bit_xor bool_and bool_or cbrt ceil char_length coalesce collect_list concat
  corr cos count count_if covar_pop covar_samp date_add date_diff date_sub datediff day dayofmonth
  dayofweek dayofyear degrees dense_rank cume_dist element_at exp explode explode_outer factorial
  filter first_value flatten floor greatest hour hypot initcap instr isnan isnotnull isnull kurtosis
  last_day last_value least length ln log10 log2 lower ltrim make_date map_entries map_keys map_values
  max max_by median min min_by minute mode month octet_length percent_rank pi pmod posexplode pow
  quarter radians rank regexp_like regr_intercept regr_r2 regr_slope reverse rint row_number rtrim
  second sequence sin size skewness slice split_part sqrt stddev_pop stddev_samp substring sum
  tan to_date transform trim try_divide try_element_at unhex upper var_pop var_samp weekday
  weekofyear year`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

/** Those that take DISTINCT, by another name. */
export const DISTINCT_FUNCTIONS: Readonly<Record<string, string>> = {
  count: 'count_distinct',
  sum: 'sum_distinct',
};
