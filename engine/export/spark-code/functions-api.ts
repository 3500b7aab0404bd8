/**
 * Functions that Spark's `functions` has in Python, Scala and Java alike under the names of its SQL, with the
 * numbers of columns that they take there (`2+`: two or more). Others are called by name, with
 * `call_function`, as are those whose SQL takes the arguments in another order (`trim` of two).
 */
const COLUMN_FUNCTIONS: ReadonlyMap<string, string> = new Map(
  `abs/1 acos/1 acosh/1 add_months/2 aggregate/3,4 array/0+ array_agg/1 array_append/2
  array_compact/1 array_contains/2 array_distinct/1 array_except/2 array_insert/3
  array_intersect/2 array_max/1 array_min/1 array_position/2 array_prepend/2 array_remove/2
  array_repeat/2 array_size/1 array_sort/1,2 array_union/2 arrays_overlap/2 arrays_zip/0+
  ascii/1 asin/1 asinh/1 assert_true/1,2 atan/1 atan2/2 atanh/1 avg/1 base64/1 bin/1 bit_and/1
  bit_count/1 bit_length/1 bit_or/1 bit_xor/1 bool_and/1 bool_or/1 bround/1,2 btrim/1,2 cbrt/1
  ceil/1,2 char_length/1 chr/1 coalesce/0+ collect_list/1 collect_set/1 concat/0+ contains/2
  corr/2 cos/1 cosh/1 cot/1 count/1 count_if/1 covar_pop/2 covar_samp/2 csc/1 cume_dist/0
  date_add/2 date_diff/2 date_from_unix_date/1 date_sub/2 datediff/2 day/1 dayname/1
  dayofmonth/1 dayofweek/1 dayofyear/1 degrees/1 dense_rank/0 e/0 element_at/2 endswith/2
  exists/2 exp/1 explode/1 explode_outer/1 expm1/1 factorial/1 filter/2 find_in_set/2
  first_value/1 flatten/1 floor/1,2 forall/2 get/2 greatest/0+ hex/1 hour/1 hypot/2 ifnull/2
  initcap/1 instr/2 isnan/1 isnotnull/1 isnull/1 kurtosis/1 last_day/1 last_value/1 least/0+
  left/2 length/1 levenshtein/2 listagg/1,2 ln/1 log10/1 log1p/1 log2/1 lower/1 lpad/3 ltrim/1
  make_date/3 make_timestamp/2,3,6,7 make_timestamp_ntz/2,6 map_concat/0+ map_contains_key/2
  map_entries/1 map_from_arrays/2 map_from_entries/1 map_keys/1 map_values/1 max/1 max_by/2
  md5/1 median/1 min/1 min_by/2 minute/1 mode/1 month/1 monthname/1 months_between/2
  named_struct/0+ nanvl/2 negative/1 nullif/2 octet_length/1 overlay/3,4 percent_rank/0
  percentile/2,3 pi/0 pmod/2 posexplode/1 posexplode_outer/1 position/2,3 pow/2 quarter/1
  radians/1 raise_error/1 rank/0 regexp_count/2 regexp_extract_all/2,3 regexp_instr/2,3
  regexp_like/2 regexp_replace/3 regexp_substr/2 regr_avgx/2 regr_avgy/2 regr_count/2
  regr_intercept/2 regr_r2/2 regr_slope/2 regr_sxx/2 regr_sxy/2 regr_syy/2 repeat/2 replace/2,3
  reverse/1 right/2 rint/1 round/1,2 row_number/0 rpad/3 rtrim/1 sec/1 second/1 sequence/2,3
  sha/1 sha1/1 signum/1 sin/1 sinh/1 size/1 skewness/1 slice/3 sort_array/1 split/2,3
  split_part/3 sqrt/1 startswith/2 stddev_pop/1 stddev_samp/1 string_agg/1,2 substring/3 sum/1
  tan/1 tanh/1 timestamp_micros/1 timestamp_millis/1 timestamp_seconds/1 to_binary/1,2 to_date/1
  transform/2 trim/1 try_add/2 try_avg/1 try_divide/2 try_element_at/2 try_mod/2 try_multiply/2
  try_subtract/2 try_sum/1 try_to_binary/1,2 try_to_date/1 try_url_decode/1 typeof/1 unbase64/1
  unhex/1 unix_date/1 unix_micros/1 unix_millis/1 unix_seconds/1 upper/1 url_decode/1
  url_encode/1 var_pop/1 var_samp/1 weekday/1 weekofyear/1 width_bucket/4 year/1 zip_with/3`
    .split(/\s+/)
    .map((entry) => entry.split('/', 2) as [name: string, counts: string]),
);

export function isColumnFunction(name: string, args: number): boolean {
  const counts = COLUMN_FUNCTIONS.get(name);
  if (counts === undefined) return false;
  return counts.endsWith('+')
    ? args >= Number.parseInt(counts)
    : counts.split(',').includes(String(args));
}

/** Their names, and those of the other functions that code calls: none may be a variable where they are imported. */
export const FUNCTION_NAMES: readonly string[] = [
  ...COLUMN_FUNCTIONS.keys(),
  ...`array bitwise_not call_function col count_distinct expr ilike lag lead like lit negate not nth_value
  ntile rlike struct sum_distinct when`.split(/\s+/),
];

/** Those that take DISTINCT, by another name. */
export const DISTINCT_FUNCTIONS: Readonly<Record<string, string>> = {
  count: 'count_distinct',
  sum: 'sum_distinct',
};

/** Functions whose further arguments are plain numbers: how many arguments they take with them. */
export const NUMBERED_FUNCTIONS: Readonly<Record<string, number>> = {
  lag: 2,
  lead: 2,
  nth_value: 2,
  ntile: 1,
};
