/** What every run tells at its start and end, and what it leaves behind. */
import { EngineFailure, cancelledError, toEngineError } from '../contract/errors.ts';
import { runId } from '../contract/ids.ts';
import { hashText } from '../document/hash.ts';
import type { PipelineDocument } from '../document/schema.ts';
import type { RunOptions } from './engine-api.ts';
import type { EngineParts } from './engine-parts.ts';
import { now } from './engine-parts.ts';
import type { OpenRun } from './run-context.ts';
import { openRun } from './run-context.ts';

/** Share of the memory that blocks of earlier runs may keep. */
const CACHE_SHARE = 0.35;

/** Throws `EngineFailure`; of kind `cancelled` when the caller's signal ended it. */
export async function withRun<T>(
  parts: EngineParts,
  { name }: PipelineDocument,
  options: Pick<RunOptions, 'signal' | 'onEvent' | 'recompute'>,
  work: (run: OpenRun) => Promise<T>,
): Promise<T> {
  const run = openRun(options.signal, options.onEvent, now, {
    recompute: options.recompute === true,
  });
  parts.computed.runStarts();
  run.emit({
    type: 'run-started',
    run: runId(hashText(`${name} ${now()}`).slice(0, 12)),
    pipeline: name,
    workers: parts.pool.size,
  });
  try {
    const result = await work(run);
    run.emit({ type: 'run-finished', status: 'succeeded', ...memoryOf(run) });
    return result;
  } catch (thrown) {
    const cancelled = options.signal?.aborted === true;
    const error = cancelled ? cancelledError().error : toEngineError(thrown);
    const status = error.kind === 'cancelled' ? 'cancelled' : 'failed';
    run.emit({ type: 'run-finished', status, error, ...memoryOf(run) });
    throw new EngineFailure(error, { cause: thrown });
  } finally {
    run.close();
    parts.computed.runEnds();
    await evictBlocks(parts);
  }
}

/** Lets go of the stored rows used longest ago where they are too many. */
export const evictBlocks = ({ pool, directory, memory }: EngineParts): Promise<void> =>
  pool.dropBlocks(directory.evict(memory * CACHE_SHARE));

const memoryOf = ({ progress: { spilledBytes, peakMemoryBytes } }: OpenRun) => ({
  spilledBytes,
  peakMemoryBytes,
});
