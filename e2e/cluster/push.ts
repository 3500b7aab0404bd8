/** Pushes of tests: what an engine on this computer prepares goes to the cluster of the run. */
import type { PushEvent } from '../../engine/contract/push-job.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { openSparkSession } from '../../engine/remote/spark-connect/open.ts';
import type { SparkSession } from '../../engine/remote/spark-connect/session.ts';
import { describeFiles } from '../../engine/remote/spark-plan/describe-files.ts';
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
  ) => Promise<{ readonly events: readonly PushEvent[]; readonly ipc: readonly Uint8Array[] }>;
  readonly close: () => Promise<void>;
}

interface PushOfTest {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly target?: string;
  readonly rows?: number;
}

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
      const { parameters = {} } = options;
      const prepared = await engine.planPush(document, {
        ...options,
        uriOf,
        sinkUriOf: (path) => uriOfSink(path, { shared, folder }),
        describeFiles: (spec, node) => describeFiles(spec, node, { session, uriOf }),
      });
      const ipc: Uint8Array[] = [];
      const ports = pushPorts({
        engine,
        document,
        prepared,
        parameters,
        openFolder: openArrowFolder,
        onRows: (piece) => void ipc.push(piece),
      });
      const events: PushEvent[] = [];
      for await (const event of pushPipeline(session, prepared.program, ports)) events.push(event);
      return { events, ipc };
    },
    close: async () => {
      await session.release();
      session.close();
    },
  };
}
