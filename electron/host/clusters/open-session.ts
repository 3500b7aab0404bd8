/** A session of Spark Connect on a cluster that a command names. */
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { operationalError } from '../../../engine/contract/errors.ts';
import { openSparkSession } from '../../../engine/remote/spark-connect/open.ts';
import type { SessionOptions, SparkSession } from '../../../engine/remote/spark-connect/session.ts';
import type { NamedCluster } from './cluster-host.ts';

/** Close it in the end. */
export async function openSession(
  { connection, token }: NamedCluster,
  options: SessionOptions,
): Promise<SparkSession> {
  const { host, port, tls, caFile, user = userInfo().username } = connection;
  const ca = caFile === undefined ? undefined : await readCertificates(caFile);
  return openSparkSession(
    {
      host,
      port,
      userId: user,
      ...(tls === 'off' ? {} : { tls: ca === undefined ? {} : { ca } }),
      ...(token === undefined ? {} : { token }),
    },
    options,
  );
}

async function readCertificates(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw operationalError('file-unreadable', `The certificates in ${path} cannot be read.`, {
      hint: 'Correct the file of the connection, or leave it out to trust those of the system.',
      detail: String(cause),
    });
  }
}
