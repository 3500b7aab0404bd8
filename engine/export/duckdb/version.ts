/** The DuckDB that the engine's results are compared with. */
export const DUCKDB_VERSION = '1.4.3';

/** The oldest command line that PyPI has: of the same 1.4, with nothing but mended faults. */
export const DUCKDB_CLI_VERSION = '1.4.4';
