/**
 * Pipelines that put every node type to the test. The conformance suite runs each with one and with
 * many partitions and against native DuckDB on the emitted SQL, and compares the targets.
 */
import type { ConformanceCase } from './case.ts';
import { aggregateCases } from './cases-aggregate.ts';
import { columnCases } from './cases-columns.ts';
import { combineCases } from './cases-combine.ts';
import { fileCases } from './cases-files.ts';
import { rowCases } from './cases-rows.ts';

const CASES: Readonly<Record<string, readonly ConformanceCase[]>> = {
  ...fileCases,
  ...columnCases,
  ...rowCases,
  ...combineCases,
  ...aggregateCases,
};

export const casesFor = (type: string): readonly ConformanceCase[] => CASES[type] ?? [];
