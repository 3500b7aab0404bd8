/** What the physical passes ask of one compiled pipeline. */
import type { Describe } from '../contract/describe.ts';
import { EngineFailure, internalError, userError } from '../contract/errors.ts';
import type { Relation, Scan } from '../contract/relation.ts';
import type { Schema } from '../contract/schema.ts';
import { findColumn, formatType } from '../contract/schema.ts';
import type { SourceDescription, Split } from '../contract/source.ts';
import type { Binder } from '../logical/binder.ts';
import type { LogicalPlan } from '../logical/compile.ts';
import { sourceKey } from '../logical/compile.ts';
import { createColumnNames } from '../optimise/columns-of.ts';
import type { Estimate } from '../optimise/rule.ts';
import type { PhysicalContext, StageStats } from '../physical/physical-context.ts';
import type { Sizing } from '../physical/sizing.ts';
import { pruneSplits } from '../sources/parquet/prune-splits.ts';
import { emitCommonType } from '../sql/emit-common-type.ts';
import type { StageOutput } from '../contract/relation.ts';

export interface PlanContext extends PhysicalContext {
  readonly describe: (scan: Scan) => SourceDescription;
  /** All columns of a scan's source. */
  readonly sourceSchema: (scan: Scan) => Schema;
  /** The columns that a scan gives. */
  readonly scanSchema: (scan: Scan) => Schema;
  readonly columnsOf: (relation: Relation) => readonly string[];
  readonly estimate: (scan: Scan) => Estimate;
  /** What a scan reads instead of its source's splits: the same rows, in the same order. */
  readonly replaceSplits: (scan: Scan, splits: readonly Split[]) => void;
}

/** Whether the source never sends a row to `rejects`: it has no such output, or a bad row ends the run. */
export const rejectsNothing = ({ spec, rejectsSchema }: SourceDescription): boolean =>
  rejectsSchema === undefined || ('onBadRow' in spec && spec.onBadRow === 'fail');

/** Bytes of a row where nothing better is known. */
export const GUESSED_ROW_BYTES = 100;

export function createPlanContext(
  plan: Pick<LogicalPlan, 'sources'>,
  binder: Binder,
  describeSql: Describe,
  stage: (output: StageOutput) => StageStats,
  sizing: Sizing,
): PlanContext {
  const describe = ({ source }: Scan): SourceDescription => {
    const found = plan.sources.get(sourceKey(source));
    if (found === undefined) throw internalError(`A ${source.format} source was not looked at.`);
    return found;
  };
  const sourceSchema = (scan: Scan): Schema => {
    const { schema, rejectsSchema } = describe(scan);
    return scan.output === 'rejects' ? (rejectsSchema ?? []) : schema;
  };
  const names = createColumnNames((scan) => sourceSchema(scan).map(({ name }) => name));
  const splits = new WeakMap<Scan, readonly Split[]>();
  const common = new Map<string, Promise<string>>();

  const bind = async (relation: Relation): Promise<Schema> => {
    const result = await binder.bind(relation, sourceSchema);
    if (result.ok) {
      if (relation.kind === 'sql')
        names.learn(
          relation,
          result.schema.map(({ name }) => name),
        );
      return result.schema;
    }
    const [first] = result.diagnostics;
    throw new EngineFailure({
      kind: 'internal',
      code: 'internal',
      message: `A planned relation does not bind: ${first?.message ?? 'unknown reason'}`,
      ...(first?.node === undefined ? {} : { node: first.node }),
    });
  };

  const askCommonType = async (left: string, right: string): Promise<string> => {
    const answer = await describeSql(emitCommonType(left, right));
    const [column] = answer.ok ? answer.columns : [];
    if (column !== undefined) return formatType(column.type);
    // DuckDB compares text with another type by reading the text as that type.
    if (left === 'VARCHAR') return right;
    if (right === 'VARCHAR') return left;
    throw userError('type-mismatch', `Keys of types ${left} and ${right} cannot be compared.`, {
      hint: 'Cast one side to the type of the other.',
    });
  };

  return {
    describe,
    sourceSchema,
    bind,
    stage,
    sizing,
    columnsOf: names.columnsOf,
    scanSchema: (scan) => {
      const all = sourceSchema(scan);
      if (scan.columns === undefined) return all;
      return scan.columns.map((name) => {
        const column = findColumn(all, name);
        if (column === undefined)
          throw internalError(`A scan asks for a column "${name}" that its source lacks.`);
        return column;
      });
    },
    estimate: (scan) => {
      const { rows, bytes } = describe(scan);
      return { rows: rows ?? Math.ceil(bytes / GUESSED_ROW_BYTES), bytes };
    },
    splitsOf: (scan) => {
      const known = splits.get(scan);
      if (known !== undefined) return known;
      const needed = neededSplits(scan, describe(scan));
      splits.set(scan, needed);
      return needed;
    },
    replaceSplits: (scan, replacement) => void splits.set(scan, replacement),
    commonType: (left, right) => {
      const key = `${left}\n${right}`;
      const known = common.get(key);
      if (known !== undefined) return known;
      const asked = askCommonType(left, right);
      common.set(key, asked);
      return asked;
    },
  };
}

function neededSplits({ output, bounds }: Scan, description: SourceDescription): readonly Split[] {
  if (output === 'rejects' && rejectsNothing(description)) return [];
  return bounds === undefined ? description.splits : pruneSplits(description, bounds);
}
