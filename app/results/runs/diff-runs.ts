/** What is different from the run before: rows and columns of outputs. */
import type { Schema } from '../../../engine/contract/schema.ts';
import { formatType, nameKey } from '../../../engine/contract/schema.ts';
import type { RunRecord } from '../../session/run-store.ts';

export interface RowsChange {
  /** `node.port`. */
  readonly port: string;
  /** Undefined: the run did not have it, or did not count it. */
  readonly before: number | undefined;
  readonly after: number | undefined;
}

export interface SchemaChange {
  readonly port: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly retyped: readonly {
    readonly column: string;
    readonly before: string;
    readonly after: string;
  }[];
}

export interface RunDiff {
  /** Only those that differ. */
  readonly rows: readonly RowsChange[];
  readonly schemas: readonly SchemaChange[];
  /** Outputs with the same number of rows in both. */
  readonly same: number;
}

type Comparable = Pick<RunRecord, 'portRows' | 'schemas' | 'written'>;

export function diffRuns(before: Comparable, after: Comparable): RunDiff {
  const [rowsBefore, rowsAfter] = [countsOf(before), countsOf(after)];
  const ports = [...new Set([...rowsBefore.keys(), ...rowsAfter.keys()])];
  const changes = ports.map((port) => ({
    port,
    before: rowsBefore.get(port),
    after: rowsAfter.get(port),
  }));
  return {
    rows: changes.filter((change) => change.before !== change.after),
    same: changes.filter((change) => change.before === change.after).length,
    schemas: [...after.schemas].flatMap(([port, schema]) => {
      const old = before.schemas.get(port);
      const change = old === undefined ? undefined : diffSchemas(port, old, schema);
      return change === undefined ? [] : [change];
    }),
  };
}

/** Rows of outputs, and of files under the name of the step that wrote them. */
const countsOf = ({ portRows, written }: Comparable): ReadonlyMap<string, number> =>
  new Map([...portRows, ...written.map(({ node, rows }) => [node, rows] as const)]);

function diffSchemas(port: string, before: Schema, after: Schema): SchemaChange | undefined {
  const old = new Map(before.map((column) => [nameKey(column.name), column]));
  const now = new Set(after.map(({ name }) => nameKey(name)));
  const change = {
    port,
    added: after.filter(({ name }) => !old.has(nameKey(name))).map(({ name }) => name),
    removed: before.filter(({ name }) => !now.has(nameKey(name))).map(({ name }) => name),
    retyped: after.flatMap(({ name, type }) => {
      const was = old.get(nameKey(name));
      const [from, to] = [was === undefined ? undefined : formatType(was.type), formatType(type)];
      return from === undefined || from === to ? [] : [{ column: name, before: from, after: to }];
    }),
  };
  const { added, removed, retyped } = change;
  return added.length + removed.length + retyped.length === 0 ? undefined : change;
}

/** The run to compare with: the last one before of the same kind that came to an end. */
export function runBefore(runs: readonly RunRecord[], run: RunRecord): RunRecord | undefined {
  const at = runs.indexOf(run);
  return runs
    .slice(0, Math.max(0, at))
    .findLast(({ status, what }) => status === 'succeeded' && sameWork(what, run.what));
}

const sameWork = (a: RunRecord['what'], b: RunRecord['what']): boolean =>
  a.kind === 'rows' ? b.kind === 'rows' && a.target === b.target : b.kind === 'all';
