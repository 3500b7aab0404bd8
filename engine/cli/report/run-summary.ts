/** What a run did, in a few lines. */
import type { RunEvent } from '../../contract/run-events.ts';
import type { RunResult } from '../../run/engine-api.ts';
import { padEnd, padStart, widthOf } from '../terminal/fit-text.ts';
import { formatBytes, formatCount, formatDuration } from '../terminal/format-amount.ts';
import type { Style } from '../terminal/style.ts';

/** Facts that only the events tell. */
export interface RunFacts {
  readonly workers: number;
  readonly bytesRead: number;
  readonly retries: number;
  readonly spilledBytes: number;
  /** Rows that went to `rejects` ports, by step. */
  readonly rejects: ReadonlyMap<string, number>;
}

export function collectFacts(events: readonly RunEvent[]): RunFacts {
  let facts: RunFacts = {
    workers: 0,
    bytesRead: 0,
    retries: 0,
    spilledBytes: 0,
    rejects: new Map(),
  };
  for (const event of events) facts = addEvent(facts, event);
  return facts;
}

function addEvent(facts: RunFacts, event: RunEvent): RunFacts {
  switch (event.type) {
    case 'run-started':
      return { ...facts, workers: event.workers };
    case 'progress':
      return { ...facts, bytesRead: event.bytesRead };
    case 'task-failed':
      return event.retried ? { ...facts, retries: facts.retries + 1 } : facts;
    case 'port-rows':
      if (event.port !== 'rejects' || event.rows === 0) return facts;
      return { ...facts, rejects: new Map(facts.rejects).set(event.node, event.rows) };
    case 'run-finished':
      return { ...facts, spilledBytes: event.spilledBytes };
    case 'stage-started':
    case 'task-finished':
    case 'stage-finished':
    case 'file-written':
    case 'table-written':
    case 'warning':
      return facts;
  }
}

/** @param name of the pipeline */
export function formatSummary(
  name: string,
  result: RunResult,
  facts: RunFacts,
  style: Style,
): string {
  const lines = [
    ...formatFiles(result),
    ...formatTables(result),
    ...formatNotes(result, facts, style),
  ];
  const where = facts.workers === 0 ? '' : ` on ${formatCount(facts.workers, 'worker')}`;
  const read = facts.bytesRead === 0 ? '' : `, ${formatBytes(facts.bytesRead)} read`;
  lines.push(
    `${style.green('Done')}: ${name}, ${formatDuration(result.milliseconds)}${where}${read}`,
  );
  return lines.map((line) => `${line}\n`).join('');
}

/** One aligned line per file. */
function formatFiles({ files }: RunResult): string[] {
  const table = files.map((file) => [
    file.path,
    formatCount(file.rows, 'row'),
    formatBytes(file.bytes),
  ]) as [string, string, string][];
  const [path, rows, bytes] = [0, 1, 2].map((i) =>
    Math.max(0, ...table.map((row) => widthOf(row[i] as string))),
  ) as [number, number, number];
  return table.map(
    (row) => `wrote ${padEnd(row[0], path)}  ${padStart(row[1], rows)}  ${padStart(row[2], bytes)}`,
  );
}

function formatTables({ tablesWritten }: RunResult): string[] {
  return tablesWritten.map(
    ({ credential, table, rows, created }) =>
      `wrote ${credential}: ${table}  ${formatCount(rows, 'row')}${created ? '  (a new table)' : ''}`,
  );
}

function formatNotes(result: RunResult, facts: RunFacts, style: Style): string[] {
  const notes = [...facts.rejects].map(([node, rows]) =>
    style.yellow(
      `${formatCount(rows, 'row')} of ${node} could not be read and went to its rejects`,
    ),
  );
  if (facts.retries > 0)
    notes.push(`${formatCount(facts.retries, 'task')} run again after a failure`);
  if (facts.spilledBytes > 0)
    notes.push(`${formatBytes(facts.spilledBytes)} kept on disk meanwhile`);
  if (result.warnings.length > 0) notes.push(formatCount(result.warnings.length, 'warning'));
  return notes;
}
