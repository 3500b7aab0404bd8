/** The beginning of a push: its ids, and what was asked for, kept before anything else. */
import { randomUUID } from 'node:crypto';
import { canonicalJson, hashText } from '../../../engine/document/hash.ts';
import type { NewPush } from '../../../engine/remote/jobs/follow-push.ts';
import type { ClusterHost, NamedCluster } from './cluster-host.ts';
import { keepRequest, type KeptRequest } from './kept-request.ts';

export interface AskedPush {
  readonly cluster: NamedCluster;
  /** Of the pipeline. */
  readonly name: string;
  /** The document's file, for people. */
  readonly location?: string | undefined;
  readonly via: NewPush['via'];
  readonly request: KeptRequest;
}

/** Nothing is sent yet, and there is no job before the pipeline is translated. */
export async function newPush(
  host: ClusterHost,
  { cluster, name, location, via, request }: AskedPush,
): Promise<NewPush> {
  const start: NewPush = {
    id: randomUUID(),
    name,
    ...(location === undefined ? {} : { location }),
    connection: cluster.name,
    via,
    session: randomUUID(),
    parametersHash: hashText(canonicalJson(request.parameters)),
    process: process.pid,
  };
  await keepRequest(host, start.id, request);
  return start;
}

/** What was asked for, with the values of parameters, is kept for a job alone. */
export async function forgetUnlessKept(
  { jobs: { pushes } }: ClusterHost,
  id: string,
): Promise<void> {
  if ((await pushes.read(id)) === undefined) await pushes.remove(id);
}
