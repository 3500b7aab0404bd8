/** Pushes of tests: what an engine on this computer prepares goes to the cluster of the run. */
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import type { PushEvent } from '../../engine/contract/push-job.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { openSparkSession } from '../../engine/remote/spark-connect/open.ts';
import type { SparkSession } from '../../engine/remote/spark-connect/session.ts';
import { describeFiles } from '../../engine/remote/spark-plan/describe-files.ts';
import type { KnownOperation } from '../../engine/remote/spark-plan/operations.ts';
import { pushPipeline } from '../../engine/remote/spark-plan/push-pipeline.ts';
import { uriOfPath, uriOfSink } from '../../engine/remote/spark-plan/shared-paths.ts';
import type { Engine } from '../../engine/run/engine-api.ts';
import { pushPorts } from '../../engine/run/push-ports.ts';
import { openArrowFolder } from '../../engine/runtime/arrow-folder.ts';
import { theCluster } from './cluster.ts';

export interface Pusher {
  readonly session: SparkSession;
  /** All that was told. */
  readonly push: (
    document: PipelineDocument,
    options?: PushOfTest,
  ) => Promise<{
    readonly events: readonly PushEvent[];
    readonly ipc: readonly Uint8Array[];
    /** What was said of the pipeline before it was sent. */
    readonly diagnostics: readonly Diagnostic[];
  }>;
  readonly close: () => Promise<void>;
}

interface PushOfTest {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly target?: string;
  readonly rows?: number;
  /** Of what is sent. */
  readonly signal?: AbortSignal;
  /** As of a client that ends there: what comes next is not asked for. */
  readonly endsAt?: (event: PushEvent) => boolean;
  /** What a client before has told of its operations. */
  readonly before?: readonly PushEvent[];
}

/** The operations that are kept of a push. */
const kept = (events: readonly PushEvent[]): KnownOperation[] =>
  events.flatMap((event) => {
    if (event.type !== 'operation') return [];
    const { operation } = event;
    const isDone = events.some(
      (other) => other.type === 'operation-done' && other.id === operation.id,
    );
    return [{ ...operation, state: isDone ? 'done' : 'sent' }];
  });

/** @param shared as of a connection: folders by the URI that the cluster sees them under */
export async function openPusher(
  engine: Engine,
  folder: string,
  shared: Readonly<Record<string, string>> = {},
): Promise<Pusher> {
  const { connect } = await theCluster();
  const session = openSparkSession({ host: connect.host, port: connect.port });
  const uriOf = (path: string): string | undefined => uriOfPath(path, { shared, folder });
  return {
    session,
    push: async (document, options = {}) => {
      const prepared = await engine.planPush(document, {
        ...options,
        uriOf,
        sinkUriOf: (path) => uriOfSink(path, { shared, folder }),
        describeFiles: (spec, node) => describeFiles(spec, node, { session, uriOf }),
      });
      const ipc: Uint8Array[] = [];
      const ports = pushPorts({
        prepared,
        openFolder: openArrowFolder,
        onRows: (piece) => void ipc.push(piece),
      });
      const events: PushEvent[] = [];
      const { before, signal } = options;
      const sending = pushPipeline(session, prepared.program, ports, {
        signal,
        ...(before === undefined ? {} : { before: kept(before) }),
      });
      for await (const event of sending) {
        events.push(event);
        if (options.endsAt?.(event) === true) break;
      }
      return { events, ipc, diagnostics: prepared.diagnostics };
    },
    close: async () => {
      await session.release();
      session.close();
    },
  };
}
