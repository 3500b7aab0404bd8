/**
 * Writes rows to a URI so that what is there is lost only to rows that are computed to their end
 * (docs/adr/0017).
 */
import type { Diagnostic } from '../../contract/diagnostic.ts';
import { EngineFailure, internalError, operationalError } from '../../contract/errors.ts';
import type { FileTarget } from '../../contract/file-target.ts';
import { isCatalogTable } from '../../contract/file-target.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { PushEvent } from '../../contract/push-job.ts';
import { SparkFailure } from '../spark-connect/errors.ts';
import type { Relation } from '../spark-connect/generated/spark/connect/relations_pb.ts';
import type { Destination, DestinationServices } from './destination.ts';
import { folderDestination } from './folder-destination.ts';
import type { KnownOperation, Operations } from './operations.ts';
import { tableDestination } from './table-destination.ts';

export interface WriteServices extends DestinationServices {
  readonly operations: Pick<Operations, 'run' | 'again'>;
}

export interface RowsToWrite {
  readonly node: NodeId;
  readonly rows: Relation;
  readonly target: FileTarget;
  /** They are in an order that the pipeline says. */
  readonly ordered: boolean;
}

/** An output with where it goes to. */
interface Writing {
  readonly output: RowsToWrite;
  readonly to: Destination;
  readonly operations: WriteServices['operations'];
}

const writingOf = (output: RowsToWrite, services: WriteServices): Writing => ({
  output,
  to: isCatalogTable(output.target.path)
    ? tableDestination(output.target, services)
    : folderDestination(output.target, services),
  operations: services.operations,
});

export async function* writeOutput(
  output: RowsToWrite,
  services: WriteServices,
): AsyncGenerator<PushEvent, void> {
  const writing = writingOf(output, services);
  const { to, operations } = writing;
  if (output.target.mode === 'append') {
    yield* operations.run(to.write(output.rows, 'append'), output.node, 'write');
    return;
  }
  try {
    // Refused before anything is computed where something is there.
    yield* operations.run(to.write(output.rows, 'error'), output.node, 'write');
  } catch (thrown) {
    if (!to.isTaken(thrown)) throw thrown;
    yield* overThere(writing, thrown);
  }
}

/** @param refusal what Spark said of the target */
async function* overThere(writing: Writing, refusal: unknown): AsyncGenerator<PushEvent, void> {
  const { output, to, operations } = writing;
  if (await to.isEmpty()) {
    yield* operations.run(to.write(output.rows, 'append'), output.node, 'write');
  } else if (output.target.mode === 'error') throw exists(writing, refusal);
  else {
    yield* stage(writing);
    yield* commit(writing);
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
  const writing = writingOf(output, services);
  const last = before.at(-1);
  if (last === undefined) throw internalError('Nothing was sent that could be gone on with.');
  if (last.state === 'sent') {
    try {
      yield* writing.operations.again(last.id);
    } catch (thrown) {
      if (before.length > 1 || !writing.to.isTaken(thrown)) throw thrown;
      yield* overThere(writing, thrown);
      return;
    }
  }
  if (last.does === 'commit' || before.length === 1) return;
  // The second write was beside the target, unless an empty folder was filled.
  if (await writing.to.staging.isThere()) yield* commit(writing);
}

const exists = ({ output, to }: Writing, cause: unknown): EngineFailure =>
  new EngineFailure(
    {
      kind: 'user',
      code: 'output-exists',
      message: to.exists,
      node: output.node,
      param: 'path',
      hint: 'Choose another path, or the mode overwrite.',
    },
    { cause },
  );

/** Puts the rows beside the target. What is there is not touched. */
async function* stage({ output, to, operations }: Writing): AsyncGenerator<PushEvent, void> {
  try {
    yield* operations.run(to.staging.write(output.rows), output.node, 'write');
  } catch (thrown) {
    // Spark removes the files of a job that failed, and leaves their folder.
    if (thrown instanceof SparkFailure) await to.staging.remove();
    throw thrown;
  }
}

/** Copies the rows from beside the target over what is there. */
async function* commit({ output, to, operations }: Writing): AsyncGenerator<PushEvent, void> {
  const { target, node } = output;
  const { staging } = to;
  try {
    const rows = staging.rows(output.ordered);
    yield* operations.run(to.write(rows, 'overwrite'), node, 'commit');
  } catch (thrown) {
    if (!(thrown instanceof SparkFailure)) throw thrown;
    throw operationalError(
      'commit-failed',
      `${target.path} was to be replaced, and its rows could not be put in place: ${thrown.error.message}`,
      {
        node,
        param: 'path',
        hint: `All rows are in the ${staging.kind} ${staging.name}. What was in ${target.path} may be gone.`,
        ...(thrown.error.detail === undefined ? {} : { detail: thrown.error.detail }),
      },
    );
  }
  if (!(await staging.remove())) yield { type: 'warning', diagnostic: left(node, staging) };
}

const left = (node: NodeId, { kind, name }: Destination['staging']): Diagnostic => ({
  severity: 'warning',
  code: 'staging-left',
  message: `The rows were written; the ${kind} ${name}, where they were before, could not be removed.`,
  hint: 'Remove it when it is convenient.',
  node,
});
