/** What was asked for by a push, kept in its folder: to go on with it after its client has ended. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { operationalError } from '../../../engine/contract/errors.ts';
import type { PushJob } from '../../../engine/contract/push-job.ts';
import type { ClusterHost } from './cluster-host.ts';

const keptRequest = z.strictObject({
  /** The pipeline's file as it was: its name for messages, its folder, its text. */
  name: z.string(),
  directory: z.string(),
  text: z.string(),
  parameters: z.record(z.string(), z.string()),
  /** Of a push of the studio: whose credentials and files it may use. Path of its file, id in the library. */
  document: z.strictObject({ path: z.string().optional(), id: z.string().optional() }).optional(),
  /** A step whose first rows are looked at, instead of all outputs. */
  preview: z.strictObject({ target: z.string(), rows: z.number() }).optional(),
  /** Of a batch: settings of spark-submit that the sizes of the sources call for. */
  settings: z.record(z.string(), z.string()).optional(),
});
export type KeptRequest = z.infer<typeof keptRequest>;

const FILE = 'request.json';

/** For its owner alone, as the folder is: values of parameters may be anything. */
export async function keepRequest(
  host: ClusterHost,
  job: string,
  request: KeptRequest,
): Promise<void> {
  const path = join(await host.folderOf(job), FILE);
  await writeFile(path, JSON.stringify(request), { mode: 0o600, flush: true });
}

/** @throws operational `push-request-gone` */
export async function readRequest(host: ClusterHost, { id }: PushJob): Promise<KeptRequest> {
  const path = join(await host.folderOf(id), FILE);
  try {
    return keptRequest.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw operationalError(
      'push-request-gone',
      'What the push was asked for is not kept any more.',
      {
        hint: `Look for its outputs on the cluster, then push the pipeline again if they are not there.`,
        detail: String(cause),
      },
    );
  }
}
