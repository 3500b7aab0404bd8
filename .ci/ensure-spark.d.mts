export const PACKAGES: readonly string[];
export function sparkPython(): string;
/** @returns the Python that has Spark and DuckDB */
export function ensureSpark(): string;
