/** What happens to a push, line by line, in the folder of the job: for whoever looks later. */
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type EngineError, toEngineError } from '../../../engine/contract/errors.ts';
import type { PushEvent, PushOperation, PushProgress } from '../../../engine/contract/push-job.ts';
import type { Retry } from '../../../engine/remote/spark-connect/session.ts';

const FILE = 'push.log';
/** Of one client: far more than a push has to say, unless it is tried again and again. */
const MOST_LINES = 5000;
/** Of a detail, such as what the server says of an error. */
const MOST_DETAIL_LINES = 40;

export interface PushLog {
  readonly event: (event: PushEvent) => void;
  readonly retry: (retry: Retry) => void;
  /** The end; a second one is not told. */
  readonly end: (text: string) => void;
  readonly failed: (thrown: unknown) => void;
  /** Everything is written by then. */
  readonly close: () => Promise<void>;
}

/**
 * @param mask takes secrets out of a line
 * @param sent operations of a push that is gone on with
 */
export function openPushLog(
  folder: string,
  mask: (text: string) => string,
  sent: readonly Pick<PushOperation, 'id' | 'step'>[] = [],
  now: () => number = Date.now,
): PushLog {
  const path = join(folder, FILE);
  const steps = new Map(sent.map(({ id, step }) => [id, step]));
  const told = new Map<string, number>();
  let lines = 0;
  let last = Promise.resolve();
  const line = (text: string): void => {
    lines += 1;
    if (lines > MOST_LINES) return;
    const more = lines === MOST_LINES ? '\n… what came after this is left out' : '';
    const at = new Date(now()).toISOString().replace('T', ' ').replace('Z', '');
    const whole = `${at}  ${mask(text).trimEnd()}${more}\n`;
    // A log that cannot be written stops no push.
    last = last.then(() => appendFile(path, whole, { mode: 0o600 })).catch(() => undefined);
  };
  let isOver = false;
  const end = (text: string): void => {
    if (!isOver) line(text);
    isOver = true;
  };
  return {
    event: (event) => {
      if (event.type === 'operation') steps.set(event.operation.id, event.operation.step);
      // Each second brings one: told when a stage more has begun or ended.
      if (event.type === 'progress') {
        const { stages, stagesDone } = event.progress;
        const mark = stages + stagesDone;
        if (mark === 0 || told.get(event.id) === mark) return;
        told.set(event.id, mark);
      }
      const text = textOf(event, (id) => steps.get(id) ?? id);
      if (text !== undefined) line(text);
    },
    retry: ({ rpc, attempt, delayMs, reason }) =>
      line(`no answer to ${rpc} (${reason}): try ${attempt + 1} in ${delayMs} ms`),
    end,
    failed: (thrown) => end(textOfError(toEngineError(thrown))),
    close: () => last,
  };
}

/** The oldest first; empty where nothing was written. */
export async function readPushLog(folder: string): Promise<string[]> {
  const text = await readFile(join(folder, FILE), 'utf8').catch(() => '');
  return text === '' ? [] : text.trimEnd().split('\n');
}

function textOf(event: PushEvent, stepOf: (operation: string) => string): string | undefined {
  switch (event.type) {
    case 'translated':
      return `translated: ${event.outputs.map(({ step, target }) => `${step} to ${target}`).join(', ')}`;
    case 'connected':
      return `connected: session ${event.serverSession} of the server`;
    case 'sized': {
      const { cores = 'unknown', executors = 'unknown' } = event.size;
      return `executors: ${executors}, cores: ${cores}`;
    }
    case 'warning': {
      const { code, message, node } = event.diagnostic;
      return `${code}: ${message}${node === undefined ? '' : ` (step ${node})`}`;
    }
    case 'uploading':
      return event.bytesTotal > event.bytesSent
        ? `sends ${event.bytesTotal - event.bytesSent} bytes of a source along`
        : undefined;
    case 'operation':
      return `${event.operation.step}: ${event.operation.does} sent as operation ${event.operation.id}`;
    case 'progress':
      return `${stepOf(event.id)}: ${progressText(event.progress)}`;
    case 'operation-done':
      return `${stepOf(event.id)}: operation ${event.id} has ended well`;
    case 'output-written':
      return `${event.step}: written${event.rows === undefined ? '' : `, ${event.rows} rows`}`;
    case 'fetched':
      return undefined;
  }
}

const progressText = (progress: PushProgress): string =>
  `${progress.stagesDone} of ${progress.stages} stages, ${progress.tasksDone} of ${progress.tasks} tasks`;

function textOfError({ code, message, hint, detail, node }: EngineError): string {
  const more = (typeof detail === 'string' ? detail.split('\n') : []).slice(0, MOST_DETAIL_LINES);
  return [
    `${code}: ${message}${node === undefined ? '' : ` (step ${node})`}`,
    ...[...(hint === undefined ? [] : [hint]), ...more].map((text) => `    ${text}`),
  ].join('\n');
}
