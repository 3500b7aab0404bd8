/** Names of functions by what passes need to know of them, those outside the catalogue included. */

const names = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Another value in another task, run or session. */
export const NON_DETERMINISTIC = names(`
  random setseed uuid gen_random_uuid uuidv4 uuidv7 nextval currval now today
  current_date current_time current_timestamp localtime localtimestamp get_current_timestamp
  get_current_time current_localtime current_localtimestamp transaction_timestamp txid_current
  current_setting current_database current_schema current_schemas current_user user session_user
  current_role current_catalog current_query current_query_id current_transaction_id
  current_connection_id pg_postmaster_start_time getvariable version sample reservoir_quantile
`);

/** Every aggregate of DuckDB 1.4.3 (`duckdb_functions()`). */
export const AGGREGATES = names(`
  any_value approx_count_distinct approx_quantile approx_top_k arbitrary arg_max arg_max_null arg_min
  arg_min_null argmax argmin array_agg avg bit_and bit_or bit_xor bitstring_agg bool_and bool_or corr
  count count_if count_star countif covar_pop covar_samp entropy favg first fsum group_concat histogram
  histogram_exact kahan_sum kurtosis kurtosis_pop last list listagg mad max max_by mean median min
  min_by mode product quantile quantile_cont quantile_disc regr_avgx regr_avgy regr_count
  regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy reservoir_quantile sem skewness stddev
  stddev_pop stddev_samp string_agg sum sum_no_overflow sumkahan var_pop var_samp variance
`);

/** Scalar functions that give a value, or NULL, for any argument of a type they take. */
export const TOTAL = names(`
  coalesce ifnull nullif if greatest least row struct_pack
  lower upper lcase ucase trim ltrim rtrim length len strlen char_length character_length reverse
  starts_with ends_with suffix prefix contains instr strpos position substring substr left right
  replace concat concat_ws ascii unicode ord strip_accents md5 sha1 sha256 hash translate
  year month day hour minute second millisecond microsecond quarter week dayofweek dayofyear
  dayofmonth weekday isodow isoyear weekofyear yearweek decade century millennium era epoch dayname
  monthname last_day isfinite isinf isnan sign
  list_contains list_has array_contains array_has list_value array_length cardinality
  list_distinct list_unique list_sort list_reverse list_has_any list_has_all list_concat list_cat
  array_concat list_position list_indexof map_keys map_values map_entries map_contains struct_extract
  list_extract list_element array_extract typeof try_strptime
  levenshtein jaccard jaro_similarity jaro_winkler_similarity regexp_escape
`);
