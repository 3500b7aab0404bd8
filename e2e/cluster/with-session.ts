import { toEngineError } from '../../engine/contract/errors.ts';
import { openSparkSession } from '../../engine/remote/spark-connect/open.ts';
import type {
  SessionOptions,
  SparkSession,
  SparkTarget,
} from '../../engine/remote/spark-connect/session.ts';

/** A session that is ended afterwards, also on the server where that still answers. */
export async function withSession<T>(
  { host, port, tls, token }: SparkTarget,
  work: (session: SparkSession) => Promise<T>,
  options: SessionOptions = {},
): Promise<T> {
  const target = {
    ...{ host, port },
    ...(tls === undefined ? {} : { tls }),
    ...(token === undefined ? {} : { token }),
  };
  const session = openSparkSession(target, options);
  try {
    return await work(session);
  } finally {
    session.close();
  }
}

/** The code of the error with which something ends; `none` where it ends well. */
export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (thrown: unknown) => toEngineError(thrown).code,
  );
