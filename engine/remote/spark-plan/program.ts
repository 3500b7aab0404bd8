/**
 * A compiled pipeline as what is sent to a cluster: steps in Spark's terms, the sources that go along with
 * them or that executors read themselves, and the outputs.
 */
import type { Describe } from '../../contract/describe.ts';
import type { Diagnostic } from '../../contract/diagnostic.ts';
import { internalError } from '../../contract/errors.ts';
import type { ParameterValue } from '../../contract/expression.ts';
import type { FileTarget, SinkTarget } from '../../contract/file-target.ts';
import { isTable } from '../../contract/file-target.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Relation, Scan, Sink } from '../../contract/relation.ts';
import type { Schema } from '../../contract/schema.ts';
import type { SourceDescription } from '../../contract/source.ts';
import { frameColumns } from '../../spark/frame-columns.ts';
import type { Frame, SparkStep } from '../../spark/frame.ts';
import { pruneFrames } from '../../spark/prune-joins.ts';
import { translatePipeline } from '../../spark/translate-pipeline.ts';
import type { FilesOfCluster, ShippedSource } from './sources.ts';
import { SourcePlan } from './sources.ts';
import { freshNames } from './statement.ts';

export interface ProgramInput {
  readonly outputs: readonly WantedOutput[];
  /** Relations that are outputs of steps, by the unique name of the step; in the order of the graph. */
  readonly steps: ReadonlyMap<Relation, string>;
  readonly schemaOf: (relation: Relation) => Schema | undefined;
  readonly describe: Describe;
  readonly describeSource: (scan: Scan) => SourceDescription;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** The URI under which every executor sees a file or pattern of the pipeline; undefined: none does. */
  readonly uriOf: (path: string) => string | undefined;
  /** Size of the rows of a source that go along in place of all of them; undefined: it is not such a one. */
  readonly sampledBytes?: (scan: Scan) => number | undefined;
}

export type WantedOutput =
  /** Written by the cluster to a URI. */
  | { readonly kind: 'write'; readonly sink: Sink; readonly uri: string }
  /** Fetched, and written where the pipeline says by who pushes. */
  | { readonly kind: 'fetch'; readonly sink: Sink }
  /** Fetched to be looked at; absent `rows`: all. */
  | {
      readonly kind: 'rows';
      readonly node: NodeId;
      readonly relation: Relation;
      readonly rows?: number;
    };

interface OutputBase {
  readonly node: NodeId;
  readonly frame: Frame;
  /** Local types. Of a write: of the rows before they become text. */
  readonly schema: Schema;
}

export type ClusterOutput =
  | (OutputBase & { readonly kind: 'write'; readonly target: FileTarget })
  | (OutputBase & { readonly kind: 'fetch'; readonly target: SinkTarget })
  | (OutputBase & { readonly kind: 'rows'; readonly limit?: number });

export interface ClusterProgram {
  readonly steps: readonly SparkStep[];
  readonly outputs: readonly ClusterOutput[];
  readonly shipped: readonly ShippedSource[];
  readonly files: readonly FilesOfCluster[];
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Columns of a step, or of a given table, by name. */
  readonly columnsOf: (name: string) => readonly string[];
}

export type PlannedProgram =
  | {
      readonly ok: true;
      readonly program: ClusterProgram;
      /** How rows may differ from the local ones. */
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export async function planProgram(input: ProgramInput): Promise<PlannedProgram> {
  const fresh = freshNames([]);
  const steps = new Map([...input.steps].map(([relation, name]) => [relation, fresh(name)]));
  const sources = new SourcePlan(input, [...steps.values()]);
  const roots = input.outputs.map(rootOf);
  const translation = await translatePipeline(roots, {
    sinks: input.outputs.flatMap((each) => (each.kind === 'write' ? [each.sink] : [])),
    steps,
    schemaOf: input.schemaOf,
    describe: input.describe,
    describeSource: input.describeSource,
    given: (scan) => sources.given(scan),
    commentOf: () => undefined,
  });
  const { diagnostics } = translation;
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  const wanted = input.outputs.map((output, i): ClusterOutput => {
    const relation = roots[i];
    const frame =
      output.kind === 'write'
        ? translation.writes.find(({ node }) => node === output.sink.origin?.node)?.input
        : relation && translation.frameOf(relation);
    if (relation === undefined || frame === undefined)
      throw internalError('An output was not translated.');
    return outputOf(output, frame, input.schemaOf);
  });
  const pruned = pruneFrames(
    translation.steps,
    wanted.map(({ frame }) => frame),
  );
  const planned = sources.found(pruned.needsOf);
  if (!planned.ok) return planned;
  const { shipped } = planned;
  const given = new Map(
    shipped.map(({ table, columns }) => [table, columns.map(({ name }) => name)]),
  );
  return {
    ok: true,
    program: {
      steps: pruned.steps,
      outputs: wanted.map((output, i) => ({ ...output, frame: pruned.outputs[i] ?? output.frame })),
      shipped,
      files: sources.filesIn(pruned.steps),
      parameters: input.parameters,
      columnsOf: columnsIn(pruned.steps, given),
    },
    diagnostics: translation.notes.map(({ step, ...note }): Diagnostic => ({
      ...note,
      code: 'differs-on-spark',
      node: step,
    })),
  };
}

const rootOf = (output: WantedOutput): Relation =>
  output.kind === 'write'
    ? output.sink
    : output.kind === 'fetch'
      ? output.sink.input
      : output.relation;

function outputOf(
  output: WantedOutput,
  frame: Frame,
  schemaOf: ProgramInput['schemaOf'],
): ClusterOutput {
  const columns = schemaOf(output.kind === 'rows' ? output.relation : output.sink.input) ?? [];
  if (output.kind === 'rows') {
    const { node, rows } = output;
    return {
      kind: 'rows',
      node,
      frame,
      schema: columns,
      ...(rows === undefined ? {} : { limit: rows }),
    };
  }
  const node = output.sink.origin?.node;
  if (node === undefined) throw internalError('A sink belongs to no step.');
  const { target } = output.sink;
  const base = { node, frame, schema: columns };
  if (output.kind === 'fetch') return { ...base, kind: 'fetch', target };
  if (isTable(target)) throw internalError('A table has no URI.');
  return { ...base, kind: 'write', target: { ...target, path: output.uri } };
}

/** Names of columns, by those of the steps' frames: steps may have fewer than in the pipeline. */
function columnsIn(
  steps: readonly SparkStep[],
  given: ReadonlyMap<string, readonly string[]>,
): (name: string) => readonly string[] {
  const known = new Map(given);
  const columnsOf = (name: string): readonly string[] => {
    const found = known.get(name);
    if (found === undefined) throw internalError(`There is no step ${name}.`);
    return found;
  };
  for (const { name, frame } of steps) known.set(name, frameColumns(frame, columnsOf));
  return columnsOf;
}
