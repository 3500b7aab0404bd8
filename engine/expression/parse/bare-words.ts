/** Functions that SQL writes as a word, without brackets. */
export const BARE_WORDS: ReadonlySet<string> = new Set([
  'current_date',
  'current_time',
  'current_timestamp',
  'localtime',
  'localtimestamp',
]);
