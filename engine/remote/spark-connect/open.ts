/** Opens a session: a client of Spark Connect, ready to be asked. */
import { randomUUID } from 'node:crypto';
import { openChannel } from './channel.ts';
import { Connection } from './connection.ts';
import { SPARK_RETRIES } from './retry.ts';
import type { SessionOptions, SparkSession, SparkTarget } from './session.ts';
import { makeSession } from './spark-session.ts';

const USER_AGENT = 'sluice';

/**
 * Nothing is sent before the first question. Close it in the end.
 * Throws user `spark-token-unprotected` for a token without TLS to another computer.
 */
export function openSparkSession(target: SparkTarget, options: SessionOptions = {}): SparkSession {
  const { retry = SPARK_RETRIES, onRetry, sessionId = randomUUID() } = options;
  return makeSession(
    new Connection({
      channel: openChannel(target, USER_AGENT),
      sessionId,
      userId: target.userId ?? USER_AGENT,
      userAgent: USER_AGENT,
      server: `${target.host}:${target.port}`,
      retrying: { policy: retry, onRetry },
      serverSessionId: options.serverSessionId,
    }),
  );
}
