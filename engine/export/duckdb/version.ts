/** The DuckDB that the engine's results are compared with. */
export const DUCKDB_VERSION = '1.4.3';

/** The oldest command line that PyPI has and that starts: of the same 1.4, with mended faults. */
export const DUCKDB_CLI = { version: '1.4.4', package: 'duckdb-cli==1.4.4.post2' } as const;
