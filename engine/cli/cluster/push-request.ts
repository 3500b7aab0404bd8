/** What `push` was asked for. */
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { canonicalJson, hashText } from '../../document/hash.ts';
import type { NewPush } from '../../remote/jobs/follow-push.ts';
import type { CliHost } from '../host.ts';
import type { PipelineSession } from '../commands/session.ts';
import type { ClusterHost, NamedCluster } from './cluster-host.ts';
import { keepRequest, type KeptRequest } from './kept-request.ts';

export interface PushRequest extends PipelineSession {
  readonly host: CliHost;
  readonly cluster: ClusterHost;
  readonly named: NamedCluster;
  readonly parameters: Readonly<Record<string, string>>;
  readonly preview?: KeptRequest['preview'];
}

/** Ids of a new push, and what is kept of its request; nothing is sent yet. */
export async function newPush(
  { cluster, named, file, document, parameters, preview, host }: PushRequest,
  via: NewPush['via'],
  settings?: Readonly<Record<string, string>>,
): Promise<{ readonly start: NewPush; readonly request: KeptRequest }> {
  const { name, directory, text } = file;
  const start: NewPush = {
    id: randomUUID(),
    name: document.name,
    ...(name === '-' ? {} : { location: resolve(host.cwd, name) }),
    connection: named.name,
    via,
    session: randomUUID(),
    parametersHash: hashText(canonicalJson(parameters)),
    process: process.pid,
  };
  const request: KeptRequest = {
    name,
    directory,
    text,
    parameters,
    ...(preview === undefined ? {} : { preview }),
    ...(settings === undefined ? {} : { settings }),
  };
  await keepRequest(cluster, start.id, request);
  return { start, request };
}
