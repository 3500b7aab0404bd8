/** Expressions as exported programs: each reads the data, evaluates many, and writes their values. */
import type { NodeId } from '../../engine/contract/ids.ts';
import type { Place } from '../../engine/logical/type-expressions.ts';
import { sx } from '../../engine/spark/expression.ts';
import type { Frame, SparkNamed, SparkProgram } from '../../engine/spark/frame.ts';
import type { Translated } from './expressions.ts';

export interface ExpressionProgram {
  /** Part of the program's name, and its output's folder. */
  readonly name: string;
  readonly place: Place;
  readonly cases: readonly Translated[];
}

/** A method of the JVM holds so many with room to spare. */
const CHUNK = 40;

export function inPrograms(
  name: string,
  place: Place,
  cases: readonly Translated[],
): ExpressionProgram[] {
  const count = Math.ceil(cases.length / CHUNK);
  return Array.from({ length: count }, (_, i) => ({
    name: `${name} ${String.fromCharCode(97 + i)}`,
    place,
    cases: cases.slice(i * CHUNK, (i + 1) * CHUNK),
  }));
}

const keyOf = (place: Place): string => (place === 'aggregate' ? 'g' : 'row');

/** The program over a Parquet file, which writes to a folder. */
export function sparkProgram(
  { name, place, cases }: ExpressionProgram,
  file: string,
  out: string,
): SparkProgram {
  // Programs need not know the columns.
  const input: Frame = { kind: 'read', source: { format: 'parquet', paths: [file], columns: [] } };
  const key: SparkNamed = { name: 'key', expression: sx.column(keyOf(place)) };
  const values = cases.map(({ expression }, i): SparkNamed => ({ name: `v${i}`, expression }));
  const frame: Frame =
    place === 'aggregate'
      ? { kind: 'aggregate', input, keys: [key], aggregates: values }
      : { kind: 'select', input, columns: [key, ...values] };
  return frameProgram(name, frame, out);
}

/** The program that writes a frame's rows to a folder, as Parquet. */
export function frameProgram(name: string, frame: Frame, out: string): SparkProgram {
  const node = 'values' as NodeId;
  return {
    name,
    parameters: [],
    steps: [{ name: 'values', node, frame }],
    fixed: [],
    paths: new Map(),
    notes: [],
    writes: [
      {
        node,
        input: { kind: 'step', name: 'values' },
        target: {
          path: out,
          format: 'parquet',
          mode: 'overwrite',
          partitionBy: [],
          csv: { delimiter: ',', quote: '"', header: true, nullValue: '' },
        },
      },
    ],
  };
}

/** The same rows by DuckDB, of its table `data`. */
export const duckdbQuery = ({ place, cases }: ExpressionProgram): string =>
  `SELECT "${keyOf(place)}" AS "key", ${cases.map(({ duckdb }, i) => `${duckdb} AS v${i}`).join(', ')} FROM data${place === 'aggregate' ? ' GROUP BY g' : ''}`;
