/**
 * Functions that Spark's `functions` has in Python, Scala and Java alike under the names of its SQL, with the
 * numbers of columns that they take there (`2+`: two or more). Others are called by name, with
 * `call_function`, as are those whose SQL takes the arguments in another order (`trim` of two).
 */
const COLUMN_FUNCTIONS: ReadonlyMap<string, string> = new Map(
  `abs/1 acos/1 acosh/1 add_months/2 aggregate/3,4 array/0+ array_agg/1 array_compact/1
  array_distinct/1 array_except/2 array_insert/3 array_intersect/2 array_max/1 array_min/1 array_size/1
  array_sort/1,2 array_union/2 arrays_overlap/2 arrays_zip/0+ ascii/1 asin/1 asinh/1 assert_true/1,2
  atan/1 atanh/1 avg/1 base64/1 bin/1 bit_and/1 bit_count/1 bit_length/1 bit_or/1 bit_xor/1 bool_and/1
  bool_or/1 bround/1 btrim/1,2 cbrt/1 ceil/1,2 char_length/1 chr/1 coalesce/0+ collect_list/1
  collect_set/1 concat/0+ corr/2 cos/1 cosh/1 cot/1 count/1 count_if/1 covar_pop/2 covar_samp/2 csc/1
  cume_dist/0 date_diff/2 date_from_unix_date/1 date_part/2 datediff/2 day/1 dayname/1 dayofmonth/1
  dayofweek/1 dayofyear/1 degrees/1 dense_rank/0 e/0 exists/2 exp/1 explode/1 explode_outer/1 expm1/1
  factorial/1 filter/2 find_in_set/2 first_value/1 flatten/1 floor/1,2 forall/2 get/2 greatest/0+
  hex/1 hour/1 hypot/2 ifnull/2 initcap/1 isnan/1 isnotnull/1 isnull/1 kurtosis/1 last_day/1
  last_value/1 least/0+ left/2 length/1 levenshtein/2 listagg/1,2 ln/1 log10/1 log1p/1 log2/1
  lower/1 ltrim/1 make_date/3 make_interval/0,1,2,3,4,5,6,7 make_timestamp/2,3,6,7
  make_timestamp_ntz/2,6 map_concat/0+ map_entries/1 map_from_arrays/2 map_from_entries/1 map_keys/1
  map_values/1 max/1 max_by/2 md5/1 median/1 min/1 min_by/2 minute/1 month/1 monthname/1
  months_between/2 named_struct/0+ nanvl/2 negative/1 nullif/2 octet_length/1 overlay/3,4
  percent_rank/0 pi/0 pmod/2 posexplode/1 posexplode_outer/1 position/2,3 quarter/1 radians/1 rank/0
  regexp_count/2 regexp_extract_all/2,3 regexp_instr/2,3 regexp_like/2 regexp_substr/2 regr_avgx/2
  regr_avgy/2 regr_count/2 regr_intercept/2 regr_r2/2 regr_slope/2 regr_sxx/2 regr_sxy/2 regr_syy/2
  replace/2,3 reverse/1 right/2 rint/1 row_number/0 rtrim/1 sec/1 second/1 sequence/2,3 sha/1 sha1/1
  signum/1 sin/1 sinh/1 size/1 skewness/1 split_part/3 sqrt/1 stddev_pop/1 stddev_samp/1
  string_agg/1,2 sum/1 tan/1 tanh/1 timestamp_micros/1 timestamp_millis/1 timestamp_seconds/1
  to_binary/1,2 to_date/1 transform/2 trim/1 try_add/2 try_avg/1 try_divide/2 try_element_at/2
  try_mod/2 try_multiply/2 try_subtract/2 try_sum/1 try_to_binary/1,2 try_to_date/1 try_to_timestamp/1,2
  try_url_decode/1 typeof/1 unbase64/1 unhex/1 unix_date/1 unix_micros/1 unix_millis/1
  unix_seconds/1 upper/1 url_decode/1 url_encode/1 var_pop/1 var_samp/1 weekday/1 weekofyear/1
  width_bucket/4 year/1 zip_with/3`
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

/**
 * What an argument may be: `column`; `value`, a plain value of the language and nothing else; `either`, of
 * which those of one call are all values or all columns; `number`, the same where texts are names of columns;
 * `any`, each a value or a column; `python`, a value
 * in Python and a column in the other languages.
 */
export type ArgumentKind = 'column' | 'value' | 'either' | 'number' | 'any' | 'python';

const KINDS: Readonly<Record<string, ArgumentKind>> = {
  c: 'column',
  v: 'value',
  e: 'either',
  n: 'number',
  a: 'any',
  p: 'python',
};

/** Functions that take plain values; `v*` takes any number of columns behind the value. */
const VALUE_FUNCTIONS: ReadonlyMap<string, readonly string[]> = new Map(
  `array_append/ca array_contains/ca array_join/cv,cvv array_position/ca array_prepend/ca
  array_remove/ca array_repeat/cn atan2/cn concat_ws/v* date_add/cn date_format/cv date_sub/cn
  date_trunc/vc decode/cv element_at/ca encode/cv instr/ce lag/c,cv,cvv lead/c,cv,cvv log/vc lpad/cee
  map_contains_key/ca mode/c,cv nth_value/cv ntile/v percentile/cp pow/cn raise_error/p rand/v regexp_extract/cvv
  regexp_replace/cee repeat/cn round/c,cn rpad/cee sha2/cv shiftleft/cv shiftright/cv slice/cnn
  sort_array/c,cv split/ce,cee substring/cnn to_timestamp/c,cv translate/cvv trunc/cv`
    .split(/\s+/)
    .map((entry) => entry.split('/', 2) as [name: string, forms: string])
    .map(([name, forms]) => [name, forms.split(',')]),
);

/** The kinds of the arguments of a call, where the functions of all languages have it so. */
export function argumentKinds(name: string, args: number): readonly ArgumentKind[] | undefined {
  if (isColumnFunction(name, args)) return Array.from({ length: args }, () => 'column');
  for (const form of VALUE_FUNCTIONS.get(name) ?? []) {
    const letters = form.endsWith('*') ? form.slice(0, -1).padEnd(args, 'c') : form;
    if (letters.length === args) return [...letters].map((letter) => KINDS[letter] ?? 'column');
  }
  return undefined;
}

/** Functions that are methods of a column: of the name in Python, and in Scala and Java. */
export const COLUMN_METHODS: Readonly<Record<string, readonly [python: string, jvm: string]>> = {
  contains: ['contains', 'contains'],
  startswith: ['startswith', 'startsWith'],
  endswith: ['endswith', 'endsWith'],
};

/** Their names, and those of the other functions that code calls: none may be a variable where they are imported. */
export const FUNCTION_NAMES: readonly string[] = [
  ...COLUMN_FUNCTIONS.keys(),
  ...VALUE_FUNCTIONS.keys(),
  ...`bitwise_not call_function col count_distinct expr ilike like lit negate not rlike struct
  sum_distinct when`.split(/\s+/),
];

/** Those that take DISTINCT, by another name. */
export const DISTINCT_FUNCTIONS: Readonly<Record<string, string>> = {
  count: 'count_distinct',
  sum: 'sum_distinct',
};
