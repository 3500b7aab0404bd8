/** The DuckDB that the engine's results are compared with. */
export const DUCKDB_VERSION = '1.4.3';
