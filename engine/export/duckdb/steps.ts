/** What both targets that run in DuckDB need: queries of the steps, and what stands around them. */
import { fileTarget, isTable } from '../../contract/file-target.ts';
import { internalError } from '../../contract/errors.ts';
import type { ParameterValue } from '../../contract/expression.ts';
import type { Origin, Relation, Scan, Sink } from '../../contract/relation.ts';
import type { Schema } from '../../contract/schema.ts';
import { nameKey } from '../../contract/schema.ts';
import type { SourceDescription } from '../../contract/source.ts';
import { quoteText } from '../../expression/quote.ts';
import type { LogicalPlan } from '../../logical/compile.ts';
import { emitNativeSource } from '../../sql/emit-native-source.ts';
import type { StepQueries, StepsOptions } from '../../sql/emit-steps.ts';
import { stepQueries } from '../../sql/emit-steps.ts';
import type { ParameterUse } from '../parameter-use.ts';
import { pathPieces } from '../parameter-use.ts';
import { stepNames } from '../step-names.ts';
import { createRowOrder } from '../../sql/row-order.ts';
import { writtenRows } from './written-columns.ts';

/** A relation that must give no rows, or the pipeline stops with the message. */
export interface Requirement {
  readonly origin?: Origin;
  readonly message: string;
  /** What is expected, as a comment. */
  readonly note: string;
  /** Its first columns are keys, the last one is how often they are there. */
  readonly relation: Relation;
}

export interface DuckdbInput {
  readonly plan: LogicalPlan;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly use: ParameterUse;
  readonly requirements: readonly Requirement[];
  readonly describeSource: (scan: Scan) => SourceDescription;
  /** Output columns, also of relations over other inputs than those of the plan. */
  readonly columnsOf: (relation: Relation) => readonly string[];
  /** Leaves out columns that nothing uses. */
  readonly narrow: (roots: readonly Relation[]) => NarrowPlan;
}

interface NarrowPlan {
  /** One for one. */
  readonly roots: readonly Relation[];
  /** The relation of the plan that a narrow one stands for. */
  readonly originalOf: (relation: Relation) => Relation;
}

/** A parameter in the SQL that DuckDB is given: a variable of the session. */
const variableOf = (name: string): string => `getvariable(${quoteText(name)})`;

/** Parameters that are arguments, in the order of the pipeline. */
export const argumentsOf = ({
  parameters,
  use,
}: DuckdbInput): readonly (readonly [name: string, value: ParameterValue])[] =>
  Object.entries(parameters).filter(([name]) => !use.fixed.has(name));

const isArgument =
  ({ parameters, use }: DuckdbInput) =>
  (name: string): boolean =>
    Object.hasOwn(parameters, name) && !use.fixed.has(name);

/** A path as SQL: a text, or one put together of arguments. */
export function pathSql(input: DuckdbInput, origin: Origin | undefined, path: string): string {
  const typed = origin === undefined ? undefined : input.use.paths.get(origin.node)?.get(path);
  const pieces = pathPieces(typed ?? '', isArgument(input));
  if (typed === undefined || pieces.every(({ kind }) => kind === 'text')) return quoteText(path);
  return pieces
    .map((piece) => (piece.kind === 'text' ? quoteText(piece.text) : variableOf(piece.name)))
    .join(' || ');
}

/** The query of a sink's rows, with columns as they are written. */
export const sinkRows = ({ plan }: DuckdbInput, sink: Sink, query: string): string =>
  writtenRows(query, plan.schemaOf(sink.input) ?? [], fileTarget(sink));

/** Where a file is written to, as COPY takes it. */
export function targetSql(input: DuckdbInput, sink: Sink): string {
  const { path } = fileTarget(sink);
  const sql = pathSql(input, sink.origin, path);
  return sql === quoteText(path) ? sql : `(${sql})`;
}

/** Folders that the outputs stand in, which DuckDB does not make: their path, and SQL of it. */
export function outputFolders(input: DuckdbInput): readonly (readonly [string, string])[] {
  const found = new Map<string, string>();
  for (const sink of input.plan.sinks) {
    if (isTable(sink.target)) continue;
    const { path } = sink.target;
    const at = path.lastIndexOf('/');
    if (at <= 0) continue;
    const sql = pathSql(input, sink.origin, path);
    const cut = sql.lastIndexOf('/');
    // The name of the file may itself be an argument with folders in it.
    const isFixed = sql === quoteText(path);
    const folder = path.slice(0, at);
    found.set(
      folder,
      isFixed ? quoteText(folder) : cut < 0 ? sql : `regexp_replace(${sql}, '/[^/]*$', '')`,
    );
  }
  return [...found];
}

/** Queries of the steps below some relations of the plan, and of these. */
export function queriesOf(
  input: DuckdbInput,
  relations: readonly Relation[],
): StepQueries & { readonly roots: readonly Relation[] } {
  const { roots, originalOf } = input.narrow(relations);
  return { roots, ...stepQueries(roots, stepsOptions(input, originalOf)) };
}

function stepsOptions(
  input: DuckdbInput,
  originalOf: (relation: Relation) => Relation,
): StepsOptions {
  const { plan, describeSource, columnsOf } = input;
  const names = stepNames(plan);
  const argument = isArgument(input);
  return {
    nameOf: (relation) => (relation.kind === 'sink' ? undefined : names.get(originalOf(relation))),
    schemaOf: (relation): Schema => {
      const schema = plan.schemaOf(originalOf(relation));
      if (schema === undefined) throw internalError('A step of a compiled plan has no columns.');
      const kept = new Set(columnsOf(relation).map(nameKey));
      return schema.filter(({ name }) => kept.has(nameKey(name)));
    },
    source: (scan) =>
      emitNativeSource(scan, describeSource(scan), (path) => pathSql(input, scan.origin, path)),
    columnsOf,
    parameter: (name) => (argument(name) ? variableOf(name) : undefined),
    isOrdered: createRowOrder(),
  };
}

/** Types whose value is written in a path as DuckDB writes it. */
const IN_PATHS = /^(?:VARCHAR|U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DATE|BOOLEAN)$/;

export const fitsPath = ({ type }: ParameterValue): boolean => IN_PATHS.test(type);
