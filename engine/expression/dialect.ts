/** The SQL dialects that expressions are written in. One table of emitters per dialect. */
export type Dialect = 'duckdb';
