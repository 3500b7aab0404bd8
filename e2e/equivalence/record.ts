/** What ran, one outcome a line: docs/targets.md is made of it, and of nothing else. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExportTarget } from '../../engine/export/project.ts';

/** Spark's SQL, which programs have in `expr("…")`, and the same as a push sends it to a cluster. */
export type RecordedTarget = ExportTarget | 'spark-sql' | 'cluster';

export interface Recorded {
  readonly target: RecordedTarget;
  readonly kind: 'node' | 'function' | 'pipeline';
  /** Type of the node, name of the function, or name of the pipeline. */
  readonly name: string;
  /** What was tried of it: unique within target, kind and name. */
  readonly of: string;
  readonly outcome: 'same' | 'refused' | 'differs';
  /** Why it is refused or differs. */
  readonly reason?: string;
}

const FILE = fileURLToPath(new URL('../../.cache/equivalence/outcomes.jsonl', import.meta.url));

/** Called after the outcome was found to be what the case expects. */
export function record(outcome: Recorded): void {
  mkdirSync(dirname(FILE), { recursive: true });
  appendFileSync(FILE, `${JSON.stringify(outcome)}\n`);
}

/** The last outcome of each thing that was tried, since the record was last emptied. */
export function recorded(): readonly Recorded[] {
  if (!existsSync(FILE)) return [];
  const lines = readFileSync(FILE, 'utf8').split('\n').filter(Boolean);
  const all = lines.map((line) => JSON.parse(line) as Recorded);
  return [
    ...new Map(
      all.map((each) => [JSON.stringify([each.target, each.kind, each.name, each.of]), each]),
    ).values(),
  ];
}
