/** Runs that are under way on this computer, whoever began them. */
import type { Result } from '../../../engine/contract/errors.ts';
import type { RunAnswer } from '../../../engine/run/engine-questions.ts';
import type { JobRegistry } from '../host-services.ts';

export interface Runs {
  /** Records the run from its start to its end, whether or not its tab is still there by then. */
  readonly record: (
    what: { readonly name: string; readonly location: string | undefined },
    run: (signal: AbortSignal) => Promise<Result<RunAnswer>>,
  ) => Promise<Result<RunAnswer>>;
  /** Nothing happens when it has ended. */
  readonly cancel: (job: string) => void;
  /** Ends them all, and waits until each has put away what it had begun to write. */
  readonly close: () => Promise<void>;
}

export function createRuns(jobs: JobRegistry): Runs {
  const controllers = new Map<string, AbortController>();
  const underWay = new Set<Promise<unknown>>();
  let closed = false;

  const follow = async (
    what: Parameters<Runs['record']>[0],
    run: Parameters<Runs['record']>[1],
  ): Promise<Result<RunAnswer>> => {
    const job = await jobs.start(what);
    const controller = new AbortController();
    controllers.set(job.id, controller);
    if (closed) controller.abort();
    try {
      const result = await run(controller.signal);
      if (result.ok) {
        await job.finish(
          result.value.files.map(({ path, rows, bytes }) => ({ path, rows, bytes })),
        );
      } else await job.fail(result.error);
      return result;
    } finally {
      controllers.delete(job.id);
    }
  };

  return {
    record: (what, run) => {
      const followed = follow(what, run);
      underWay.add(followed);
      return followed.finally(() => underWay.delete(followed));
    },
    cancel: (job) => controllers.get(job)?.abort(),
    close: async () => {
      closed = true;
      for (const controller of controllers.values()) controller.abort();
      await Promise.allSettled(underWay);
    },
  };
}
