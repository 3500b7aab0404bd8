/**
 * Stops what runs on a cluster. Spark 4.2 does not hear an interrupt while it plans: it ends the operation,
 * and a thread of its own starts the job that was planned, which then runs on with nobody to stop it. So
 * who wants to stop waits until there are tasks.
 */
import { toEngineError } from '../../contract/errors.ts';
import type { ExecuteEvent, SparkSession } from '../spark-connect/session.ts';

/** For plans that take longer than anybody waits, and for clusters without a free core. */
const PLANNING_MS = 15_000;

export interface Stop {
  /** Aborted when the operation may be stopped, after somebody wanted it to be. */
  readonly signal: AbortSignal;
  /** Hears each event of the operation. */
  readonly saw: (event: ExecuteEvent) => void;
  readonly close: () => void;
}

/** @param wanted aborted when the operation is to be stopped; one that is already sends nothing */
export function stopWhenStarted(
  wanted: AbortSignal | undefined,
  patienceMs: number = PLANNING_MS,
): Stop {
  const controller = new AbortController();
  let started = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => controller.abort();
  const want = (): void => {
    if (started) stop();
    else timer = setTimeout(stop, patienceMs);
  };
  if (wanted?.aborted === true) stop();
  else wanted?.addEventListener('abort', want, { once: true });
  return {
    signal: controller.signal,
    saw: (event) => {
      started = isStarted(event) ?? started;
      if (started && wanted?.aborted === true) stop();
    },
    close: () => {
      clearTimeout(timer);
      wanted?.removeEventListener('abort', want);
    },
  };
}

/** Between two stages, it plans again. Undefined: the event tells nothing of it. */
function isStarted(event: ExecuteEvent): boolean | undefined {
  if (event.kind === 'progress') return event.stages.some(({ done }) => !done);
  return event.kind === 'batch' ? true : undefined;
}

/**
 * Stops what a client that is gone has sent.
 * @param sent the last operation that it sent, where nothing was heard of its tasks
 */
export async function stopTagged(
  session: Pick<SparkSession, 'reattach' | 'interrupt'>,
  tag: string,
  sent: string | undefined,
): Promise<void> {
  if (sent !== undefined) await untilStarted(session, sent);
  await session.interrupt({ tag });
}

async function untilStarted(
  session: Pick<SparkSession, 'reattach'>,
  operationId: string,
): Promise<void> {
  const enough = new AbortController();
  const signal = AbortSignal.any([enough.signal, AbortSignal.timeout(PLANNING_MS)]);
  try {
    // Aborted and not left, which would end it.
    for await (const event of session.reattach(operationId, { retain: true, signal })) {
      if (isStarted(event) === true) enough.abort();
    }
  } catch (thrown) {
    // It may have failed, or be unknown to the server: what can be stopped is seen next.
    if (toEngineError(thrown).kind === 'internal') throw thrown;
  }
}

/** What nobody waits for need not go on; that a server is gone changes nothing about it. */
export async function interruptOperation(
  session: Pick<SparkSession, 'interrupt'>,
  operationId: string,
): Promise<void> {
  try {
    await session.interrupt({ operationId });
  } catch (thrown) {
    if (toEngineError(thrown).kind === 'internal') throw thrown;
  }
}
