/**
 * Writes rows to a URI so that what is there is lost only to rows that are computed to their end
 * (docs/adr/0017). Connect has no files: all that can be done to them is done by writing and reading.
 */
import type { Diagnostic } from '../../contract/diagnostic.ts';
import { EngineFailure, internalError, operationalError } from '../../contract/errors.ts';
import type { FileTarget } from '../../contract/file-target.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { PushEvent } from '../../contract/push-job.ts';
import type { SparkOption } from '../../spark/file-options.ts';
import { writeFormat } from '../../spark/file-options.ts';
import { SparkFailure } from '../spark-connect/errors.ts';
import type { Plan } from '../spark-connect/generated/spark/connect/base_pb.ts';
import type { Relation } from '../spark-connect/generated/spark/connect/relations_pb.ts';
import type { SparkSession } from '../spark-connect/session.ts';
import type { FileWriting } from './connect-plans.ts';
import { inFileOrder, queryPlan, readRelation, writePlan } from './connect-plans.ts';
import type { KnownOperation, Operations } from './operations.ts';
import { removeFolder } from './remove-folder.ts';

export interface WriteServices {
  readonly session: Pick<SparkSession, 'execute' | 'inputFiles'>;
  readonly operations: Pick<Operations, 'run' | 'again'>;
  readonly signal: AbortSignal | undefined;
  /** Part of names that nobody else takes. */
  readonly id: string;
}

export interface RowsToWrite {
  readonly node: NodeId;
  readonly rows: Relation;
  readonly target: FileTarget;
  /** They are in an order that the pipeline says. */
  readonly ordered: boolean;
}

/** Whatever the cluster's defaults are. */
const WRITE_OPTIONS: readonly SparkOption[] = [
  // Files are renamed into place when the whole job is done.
  ['mapreduce.fileoutputcommitter.algorithm.version', '1'],
  // What is replaced is the whole folder.
  ['partitionOverwriteMode', 'static'],
];

export async function* writeOutput(
  output: RowsToWrite,
  services: WriteServices,
): AsyncGenerator<PushEvent, void> {
  const { target, node } = output;
  if (target.mode === 'append') {
    yield* services.operations.run(planOf(output, 'append'), node, 'write');
    return;
  }
  try {
    // Refused before anything is computed where something is there.
    yield* services.operations.run(planOf(output, 'error'), node, 'write');
  } catch (thrown) {
    if (!isThere(thrown)) throw thrown;
    yield* overThere(output, thrown, services);
  }
}

/** @param refusal what Spark said of the target */
async function* overThere(
  output: RowsToWrite,
  refusal: unknown,
  services: WriteServices,
): AsyncGenerator<PushEvent, void> {
  const { target, node } = output;
  // A job that failed may have left its folder, without files.
  if (await isEmpty(target.path, services)) {
    yield* services.operations.run(planOf(output, 'append'), node, 'write');
  } else if (target.mode === 'error') throw exists(output, refusal);
  else {
    yield* stage(output, services);
    yield* commit(output, services);
  }
}

/**
 * Goes on where another client ended. What it sent last is waited for, and never sent again.
 * @param before what was sent for this output, in order; at least one
 */
export async function* goOnWriting(
  output: RowsToWrite,
  before: readonly KnownOperation[],
  services: WriteServices,
): AsyncGenerator<PushEvent, void> {
  const last = before.at(-1);
  if (last === undefined) throw internalError('Nothing was sent that could be gone on with.');
  if (last.state === 'sent') {
    try {
      yield* services.operations.again(last.id);
    } catch (thrown) {
      if (before.length > 1 || !isThere(thrown)) throw thrown;
      yield* overThere(output, thrown, services);
      return;
    }
  }
  if (last.does === 'commit' || before.length === 1) return;
  // The second write was beside the target, unless an empty folder was filled.
  const staged = await isEmpty(stagingPath(output.target.path, services.id), services).catch(
    (thrown: unknown) => {
      if (isMissing(thrown)) return true;
      throw thrown;
    },
  );
  if (!staged) yield* commit(output, services);
}

const isThere = (thrown: unknown): boolean =>
  thrown instanceof SparkFailure && thrown.spark.errorClass === 'PATH_ALREADY_EXISTS';

const isMissing = (thrown: unknown): boolean =>
  thrown instanceof SparkFailure && thrown.spark.errorClass === 'PATH_NOT_FOUND';

const exists = ({ target, node }: RowsToWrite, cause: unknown): EngineFailure =>
  new EngineFailure(
    {
      kind: 'user',
      code: 'output-exists',
      message: `There are files in ${target.path} already.`,
      node,
      param: 'path',
      hint: 'Choose another path, or the mode overwrite.',
    },
    { cause },
  );

async function isEmpty(path: string, { session, signal }: WriteServices): Promise<boolean> {
  const all = readRelation({
    format: 'binaryFile',
    paths: [literalPath(path)],
    options: [['recursiveFileLookup', true]],
  });
  const files = await session.inputFiles(queryPlan(all), signal === undefined ? {} : { signal });
  return files.length === 0;
}

/** In a path to read, Hadoop sees patterns; in one to write it sees none. */
const literalPath = (path: string): string => path.replaceAll(/[{}[\]*?\\]/g, '\\$&');

/** Puts the rows beside the target. What is there is not touched. */
async function* stage(
  { target, node, rows }: RowsToWrite,
  { operations, session, id }: WriteServices,
): AsyncGenerator<PushEvent, void> {
  const path = stagingPath(target.path, id);
  const beside = writePlan({
    input: rows,
    format: 'parquet',
    path,
    mode: 'error',
    partitionBy: [],
    options: WRITE_OPTIONS,
  });
  try {
    yield* operations.run(beside, node, 'write');
  } catch (thrown) {
    // Spark removes the files of a job that failed, and leaves their folder.
    if (thrown instanceof SparkFailure) await removeFolder(path, id, session);
    throw thrown;
  }
}

/** Copies the rows from beside the target over what is there. */
async function* commit(
  output: RowsToWrite,
  { operations, session, id }: WriteServices,
): AsyncGenerator<PushEvent, void> {
  const { target, node } = output;
  const staged = stagingPath(target.path, id);
  const files = readRelation({ format: 'parquet', paths: [literalPath(staged)], options: [] });
  const rows = output.ordered ? inFileOrder(files) : files;
  try {
    yield* operations.run(planOf({ ...output, rows }, 'overwrite'), node, 'commit');
  } catch (thrown) {
    if (!(thrown instanceof SparkFailure)) throw thrown;
    throw operationalError(
      'commit-failed',
      `${target.path} was to be replaced, and its rows could not be put in place: ${thrown.error.message}`,
      {
        node,
        param: 'path',
        hint: `All rows are in ${staged}, as Parquet. What was in ${target.path} may be gone.`,
        ...(thrown.error.detail === undefined ? {} : { detail: thrown.error.detail }),
      },
    );
  }
  if (!(await removeFolder(staged, id, session))) {
    yield { type: 'warning', diagnostic: left(node, staged) };
  }
}

const left = (node: NodeId, staged: string): Diagnostic => ({
  severity: 'warning',
  code: 'staging-left',
  message: `The rows were written; the folder ${staged}, where they were before, could not be removed.`,
  hint: 'Remove it when it is convenient.',
  node,
});

function planOf({ rows, target }: RowsToWrite, mode: FileWriting['mode']): Plan {
  const { format, options } = writeFormat(target);
  return writePlan({
    input: rows,
    format,
    path: target.path,
    mode,
    partitionBy: target.partitionBy,
    options: [...options, ...WRITE_OPTIONS],
  });
}

/** Hidden to who reads the folder around. */
export function stagingPath(path: string, id: string): string {
  const [, parent = '', name = ''] = /^(.*\/)?([^/]+)\/*$/.exec(path) ?? [];
  return `${parent}_sluice-${id}-${name}`;
}
