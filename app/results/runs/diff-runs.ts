/** What is different from the run before: rows, columns and nulls of outputs. */
import type { Schema } from '../../../engine/contract/schema.ts';
import { formatType, nameKey } from '../../../engine/contract/schema.ts';
import type { RunRecord } from '../../session/run-store.ts';

/** Undefined: the run did not have it, or did not count it. */
interface Change<T> {
  readonly before: T;
  readonly after: T;
}

export interface SchemaChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly retyped: readonly (Change<string> & { readonly column: string })[];
}

/** What is different of one output; absent: nothing of that kind. */
export interface OutputDiff {
  /** `node.port`, or the step that wrote a file. */
  readonly output: string;
  readonly rows?: Change<number | undefined>;
  readonly schema?: SchemaChange;
  /** Absent: not counted in both. */
  readonly nulls?: readonly (Change<number> & { readonly column: string })[];
}

export interface RunDiff {
  /** Only those that differ. */
  readonly outputs: readonly OutputDiff[];
  /** Outputs with the same number of rows in both. */
  readonly same: number;
  /** Whether nulls of some output were counted in both. */
  readonly hasNulls: boolean;
  /** Whether nulls of a run were not counted since it has too many values. */
  readonly hasManyValues: boolean;
}

type Comparable = Pick<RunRecord, 'portRows' | 'schemas' | 'written' | 'nulls' | 'hasManyValues'>;

export function diffRuns(before: Comparable, after: Comparable): RunDiff {
  const [rowsBefore, rowsAfter] = [countsOf(before), countsOf(after)];
  const counted = [...new Set([...rowsBefore.keys(), ...rowsAfter.keys()])];
  const outputs = [...new Set([...counted, ...after.schemas.keys(), ...after.nulls.keys()])];
  const isSame = (output: string): boolean => rowsBefore.get(output) === rowsAfter.get(output);
  return {
    same: counted.filter(isSame).length,
    hasManyValues: before.hasManyValues === true || after.hasManyValues === true,
    hasNulls: [...after.nulls.keys()].some((output) => before.nulls.has(output)),
    outputs: outputs.flatMap((output): OutputDiff[] => {
      const [old, now] = [before.schemas.get(output), after.schemas.get(output)];
      const schema = old === undefined || now === undefined ? undefined : diffSchemas(old, now);
      const nulls = diffNulls(before.nulls.get(output), after.nulls.get(output));
      const rows = isSame(output)
        ? undefined
        : { before: rowsBefore.get(output), after: rowsAfter.get(output) };
      if (rows === undefined && schema === undefined && (nulls ?? []).length === 0) return [];
      return [
        {
          output,
          ...(rows === undefined ? {} : { rows }),
          ...(schema === undefined ? {} : { schema }),
          ...(nulls === undefined ? {} : { nulls }),
        },
      ];
    }),
  };
}

/** Rows of outputs, and of files under the name of the step that wrote them. */
const countsOf = ({ portRows, written }: Comparable): ReadonlyMap<string, number> =>
  new Map([...portRows, ...written.map(({ node, rows }) => [node, rows] as const)]);

function diffSchemas(before: Schema, after: Schema): SchemaChange | undefined {
  const old = new Map(before.map((column) => [nameKey(column.name), column]));
  const now = new Set(after.map(({ name }) => nameKey(name)));
  const change = {
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

type Nulls = ReadonlyMap<string, number>;

/** Of columns that both have. */
function diffNulls(before: Nulls | undefined, after: Nulls | undefined) {
  if (before === undefined || after === undefined) return undefined;
  const old = new Map([...before].map(([name, nulls]) => [nameKey(name), nulls]));
  return [...after].flatMap(([column, nulls]) => {
    const was = old.get(nameKey(column));
    return was === undefined || was === nulls ? [] : [{ column, before: was, after: nulls }];
  });
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
