/** `push --wait`: over Spark Connect, to its end. */
import type { Preview } from '../../run/engine-api.ts';
import { openArrowFolder } from '../../runtime/arrow-folder.ts';
import { formatPreview } from '../report/preview-text.ts';
import { runPush } from '../../../electron/host/clusters/run-push.ts';
import { tellRetry } from './job-text.ts';
import { beginPush, type PushRequest } from './push-request.ts';
import { showPush } from './show-push.ts';

/** @returns the exit code; what the push fails with is thrown */
export async function waitForPush(asked: PushRequest, json: boolean): Promise<number> {
  const { preview, host } = asked;
  if (preview === undefined) return waitFor(asked, json);
  const folder = await openArrowFolder();
  try {
    const code = await waitFor(asked, json, folder.add);
    const rows = await readFetched(asked, folder.pattern, preview.rows);
    host.stdout.write(await formatPreview(rows, json ? 'json' : 'table', host.stdout));
    return code;
  } finally {
    await folder.remove();
  }
}

async function waitFor(
  asked: PushRequest,
  json: boolean,
  onRows?: (ipc: Uint8Array) => Promise<void>,
): Promise<number> {
  const { host, cluster, named, engine, document, file } = asked;
  const { start, request } = await beginPush(asked, 'connect');
  return showPush(host, file, json, async (onEvent) =>
    runPush({
      host: cluster,
      cluster: named,
      engine,
      document,
      request,
      start,
      signal: host.signal,
      onEvent,
      onRetry: (retry) => host.stderr.write(`${tellRetry(retry)}\n`),
      ...(onRows === undefined ? {} : { onRows }),
    }),
  );
}

/** In the types that they came in. */
const readFetched = ({ engine }: PushRequest, pattern: string, rows: number): Promise<Preview> =>
  engine.preview(
    {
      format: 'sluice/1',
      name: 'Fetched rows',
      parameters: {},
      nodes: { rows: { type: 'input.arrow', params: { path: pattern } } },
    },
    { target: 'rows', rows },
  );
