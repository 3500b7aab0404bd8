/** What `push` was asked for. */
import { resolve } from 'node:path';
import type { NewPush } from '../../remote/jobs/follow-push.ts';
import type { CliHost } from '../host.ts';
import type { PipelineSession } from '../commands/session.ts';
import type { ClusterHost, NamedCluster } from '../../../electron/host/clusters/cluster-host.ts';
import type { KeptRequest } from '../../../electron/host/clusters/kept-request.ts';
import { newPush } from '../../../electron/host/clusters/new-push.ts';

export interface PushRequest extends PipelineSession {
  readonly host: CliHost;
  readonly cluster: ClusterHost;
  readonly named: NamedCluster;
  readonly parameters: Readonly<Record<string, string>>;
  readonly preview?: KeptRequest['preview'];
}

/** What is kept of the request, and the ids of a new push; nothing is sent yet. */
export async function beginPush(
  { cluster, named, file, document, parameters, preview, host }: PushRequest,
  via: NewPush['via'],
  settings?: Readonly<Record<string, string>>,
): Promise<{ readonly start: NewPush; readonly request: KeptRequest }> {
  const { name, directory, text } = file;
  const request: KeptRequest = {
    name,
    directory,
    text,
    parameters,
    ...(preview === undefined ? {} : { preview }),
    ...(settings === undefined ? {} : { settings }),
  };
  const start = await newPush(cluster, {
    cluster: named,
    name: document.name,
    location: name === '-' ? undefined : resolve(host.cwd, name),
    via,
    request,
  });
  return { start, request };
}
