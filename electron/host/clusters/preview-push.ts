/** The first rows of a step, computed on a cluster. No job is kept of it: nothing is left of it anywhere. */
import { randomUUID } from 'node:crypto';
import { BRIEF_RETRIES } from '../../../engine/remote/spark-connect/retry.ts';
import { pushPipeline } from '../../../engine/remote/spark-plan/push-pipeline.ts';
import type { PreviewAnswer } from '../../../engine/run/engine-questions.ts';
import { pushPorts } from '../../../engine/run/push-ports.ts';
import type { ArrowFolder } from '../../../engine/runtime/arrow-folder.ts';
import type { PushQuestion } from './check-push.ts';
import { openSession } from './open-session.ts';
import { planPush } from './run-push.ts';

export interface PreviewPush extends PushQuestion {
  readonly target: string;
  readonly rows: number;
  /** Whose files the engine may read. */
  readonly openFolder: () => Promise<ArrowFolder>;
}

export async function previewPush(asked: PreviewPush): Promise<PreviewAnswer> {
  const { cluster, request, target, rows, signal, openFolder } = asked;
  // One row more tells that there are more.
  const preview = { target, rows: rows + 1 };
  const session = await openSession(cluster, { retry: BRIEF_RETRIES });
  try {
    const prepared = await planPush(
      { ...asked, request: { ...request, preview } },
      session,
      signal,
    );
    const folder = await openFolder();
    try {
      const ports = pushPorts({ prepared, signal, openFolder, onRows: folder.add });
      const events = pushPipeline(session, prepared.program, ports, {
        signal,
        tags: [`sluice-${randomUUID()}`],
      });
      for await (const _event of events);
      return await prepared.previewFetched(folder.pattern, { rows, signal });
    } finally {
      await folder.remove();
    }
  } finally {
    if (session.serverSessionId !== undefined) await session.release().catch(() => undefined);
    session.close();
  }
}
