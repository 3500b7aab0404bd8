/** A compiled pipeline in Spark's terms: one named frame a step, or why a step cannot be said so. */
import type { Describe } from '../contract/describe.ts';
import type { Diagnostic } from '../contract/diagnostic.ts';
import { internalError } from '../contract/errors.ts';
import type { NodeId } from '../contract/ids.ts';
import { isTable } from '../contract/file-target.ts';
import type { Relation, Scan, Sink } from '../contract/relation.ts';
import { inputsOf, walk } from '../contract/relation.ts';
import type { ColumnType, Schema } from '../contract/schema.ts';
import { formatType } from '../contract/schema.ts';
import type { SourceDescription } from '../contract/source.ts';
import { expandPivot } from '../logical/expand-pivot.ts';
import { tableProblem } from './catalog-tables.ts';
import type { Frame, SparkNote, SparkProgram, SparkStep, SparkWrite } from './frame.ts';
import { NotOnSpark, refuse } from './refusal.ts';
import { asofFrame } from './relations/asof.ts';
import { projectFrame, unnestFrame, unpivotFrame, windowFrame } from './relations/columns.ts';
import type { GivenRows, RelationContext } from './relations/context.ts';
import { jsonArray } from './relations/json-array.ts';
import { joinFrame, unionFrame } from './relations/joins.ts';
import {
  aggregateFrame,
  distinctFrame,
  filterFrame,
  limitFrame,
  sortFrame,
  topNFrame,
} from './relations/rows.ts';
import { sampleFrame } from './relations/sample.ts';
import { scanFrame } from './relations/sources.ts';

export interface TranslateInput {
  readonly sinks: readonly Sink[];
  /** Relations that are outputs of steps, by the unique name of the step; in the order of the graph. */
  readonly steps: ReadonlyMap<Relation, string>;
  readonly schemaOf: (relation: Relation) => Schema | undefined;
  readonly describeSource: (scan: Scan) => SourceDescription;
  readonly describe: Describe;
  /** How the rows of a scan are had; undefined: Spark reads them as the pipeline says. */
  readonly given?: (scan: Scan) => GivenRows | undefined;
  /** Title and note of a step. */
  readonly commentOf: (node: string) => string | undefined;
}

export interface Translation {
  readonly steps: readonly SparkStep[];
  readonly writes: readonly SparkWrite[];
  /** How results may differ from Sluice's. */
  readonly notes: SparkProgram['notes'];
  /** One a step that is refused, at the place in the user's text; steps after it are left out. */
  readonly diagnostics: readonly Diagnostic[];
  /** The rows of a relation that was translated. */
  readonly frameOf: (relation: Relation) => Frame | undefined;
}

/** The relations to translate: those below `roots` (of whole pipelines: the sinks). */
export async function translatePipeline(
  roots: readonly Relation[],
  input: TranslateInput,
): Promise<Translation> {
  const frames = new Map<Relation, Frame>();
  const steps: SparkStep[] = [];
  const writes: SparkWrite[] = [];
  const diagnostics: Diagnostic[] = [];
  const refused = new Set<Relation>();
  const notes = new Notes();
  const context: RelationContext = {
    describe: input.describe,
    schemaOf: input.schemaOf,
    describeSource: input.describeSource,
    given: input.given,
    note: (note) => notes.add(note),
    frame: (relation) => {
      const known = frames.get(relation);
      if (known === undefined) throw internalError('An input was not translated before.');
      return Promise.resolve(known);
    },
  };
  const relations = walk(roots);
  await askTypes(relations, context);
  for (const relation of relations) {
    if (inputsOf(relation).some((input) => refused.has(input))) {
      refused.add(relation);
      continue;
    }
    try {
      notes.step = relation.origin?.node;
      const frame = await frameOf(relation, context);
      frames.set(relation, nameStep(relation, frame, input, steps, notes));
      if (relation.kind === 'sink') writes.push(writeOf(relation, frame, input));
    } catch (thrown) {
      if (!(thrown instanceof NotOnSpark)) throw thrown;
      refused.add(relation);
      diagnostics.push(diagnosticOf(thrown, relation));
    }
  }
  return {
    steps,
    writes,
    diagnostics,
    notes: notes.all,
    frameOf: (relation) => frames.get(relation),
  };
}

/** What is said of steps, once of each. */
class Notes {
  readonly all: (SparkNote & { readonly step: NodeId })[] = [];
  /** Whose relation is being translated. */
  step: NodeId | undefined;

  add(note: SparkNote): void {
    const { step } = this;
    if (step === undefined) return;
    const known = this.all.some((each) => each.step === step && each.message === note.message);
    if (!known) this.all.push({ ...note, step });
  }

  warningsOf(step: NodeId): string[] {
    return this.all
      .filter((each) => each.step === step && each.severity === 'warning')
      .map(({ message }) => message);
  }
}

const UNKNOWN: Frame = { kind: 'step', name: '' };

/** Translates all relations at a time and for nothing, so that DuckDB is asked for their types together. */
async function askTypes(relations: readonly Relation[], context: RelationContext): Promise<void> {
  const alone: RelationContext = {
    ...context,
    frame: () => Promise.resolve(UNKNOWN),
    note: () => undefined,
  };
  await Promise.allSettled(relations.map((relation) => frameOf(relation, alone)));
}

/** The frame of a step's output gets the step's name; others stand in the step that they belong to. */
function nameStep(
  relation: Relation,
  frame: Frame,
  { steps: names, commentOf }: TranslateInput,
  steps: SparkStep[],
  notes: Notes,
): Frame {
  const name = names.get(relation);
  const node = relation.origin?.node;
  if (name === undefined || node === undefined || relation.kind === 'sink') return frame;
  const lines = [commentOf(node), ...notes.warningsOf(node)].filter((text) => text !== undefined);
  const comment = lines.length === 0 ? undefined : lines.join('\n');
  steps.push({ name, node, frame, ...(comment === undefined ? {} : { comment }) });
  return { kind: 'step', name };
}

const isZoned = (type: ColumnType): boolean =>
  formatType(type).includes('TIMESTAMP WITH TIME ZONE');

function writeOf(sink: Sink, frame: Frame, { commentOf, schemaOf }: TranslateInput): SparkWrite {
  const node = sink.origin?.node;
  if (node === undefined) throw internalError('A sink belongs to no step.');
  const { target } = sink;
  if (isTable(target)) {
    return refuse('Programs for Spark write files alone.', 'Write Parquet.');
  }
  const problem = tableProblem([target.path], target.format);
  if (problem !== undefined) refuse(problem.message, problem.hint);
  if (target.format === 'arrow') refuse('Spark writes no Arrow files.', 'Write Parquet.');
  const { format, partitionBy } = target;
  if (format === 'parquet' && (schemaOf(sink.input) ?? []).some(({ type }) => isZoned(type))) {
    refuse('Spark writes times with a zone to Parquet in an old form.', 'Cast them to TIMESTAMP.');
  }
  if (format === 'json' && partitionBy.length > 0) {
    refuse('In folders, Spark writes JSON objects by lines.', 'Choose the format ndjson.');
  }
  const input = format === 'json' ? jsonArray(frame, schemaOf(sink.input) ?? []) : frame;
  const comment = commentOf(node);
  return { node, input, target, ...(comment === undefined ? {} : { comment }) };
}

function diagnosticOf({ message, hint, span }: NotOnSpark, { origin }: Relation): Diagnostic {
  return {
    severity: 'error',
    code: 'not-on-spark',
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(origin === undefined ? {} : { node: origin.node }),
    ...(span === undefined ? {} : { param: span.param, start: span.start, end: span.end }),
  };
}

async function frameOf(relation: Relation, context: RelationContext): Promise<Frame> {
  switch (relation.kind) {
    case 'scan':
      return scanFrame(relation, context);
    case 'filter':
      return filterFrame(relation, context);
    case 'project':
      return projectFrame(relation, context);
    case 'aggregate':
      return aggregateFrame(relation, context);
    case 'join':
      return joinFrame(relation, context);
    case 'sort':
      return sortFrame(relation, context);
    case 'limit':
      return limitFrame(relation, context);
    case 'top-n':
      return topNFrame(relation, context);
    case 'distinct':
      return distinctFrame(relation, context);
    case 'union':
      return unionFrame(relation, context);
    case 'window':
      return windowFrame(relation, context);
    case 'unpivot':
      return unpivotFrame(relation, context);
    case 'unnest':
      return unnestFrame(relation, context);
    case 'pivot':
      return aggregateFrame(expandPivot(relation), {
        ...context,
        schemaOf: (part) => context.schemaOf(part.kind === 'aggregate' ? relation : part),
      });
    case 'sink':
      return context.frame(relation.input);
    case 'sample':
      return sampleFrame(relation, context);
    case 'sql':
      return refuse('A query in DuckDB SQL runs locally only.');
    case 'asof-join':
      return asofFrame(relation, context);
    case 'exchange':
    case 'stage-output':
      throw internalError(`A logical plan holds no ${relation.kind}.`);
  }
}
