/**
 * A push that nobody waits for: the pipeline as a PySpark program, handed in by spark-submit. A process of
 * its own attends to it, as spark-submit must live where the driver runs here.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { cancelledError, operationalError, userError } from '../../../engine/contract/errors.ts';
import type { PushEvent, PushJob } from '../../../engine/contract/push-job.ts';
import type { SparkConnection, SparkSubmit } from '../../../engine/contract/spark-connection.ts';
import type { ExportedProject } from '../../../engine/export/project.ts';
import { NO_PROGRESS } from '../../../engine/remote/jobs/total-progress.ts';

const PROGRAM = 'program';
/** What spark-submit and the driver say. */
export const BATCH_LOG = 'driver.log';

/** @throws user `push-no-submit` */
export function submitOf(name: string, { submit }: SparkConnection): SparkSubmit {
  if (submit !== undefined) return submit;
  throw userError(
    'push-no-submit',
    `The connection ${name} does not say how programs are handed in.`,
    {
      hint: 'Add --submit MASTER to it (sluice connections add), or push without --detach and wait.',
    },
  );
}

export async function keepProgram(folder: string, { files }: ExportedProject): Promise<void> {
  for (const { path, text } of files) {
    const target = join(folder, PROGRAM, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
}

export interface BatchOptions {
  readonly folder: string;
  readonly submit: SparkSubmit;
  readonly signal: AbortSignal;
}

/** Everything that spark-submit is called with; the settings of the pipeline stand in the program. */
export const submitArguments = (
  { name, session }: Pick<PushJob, 'name' | 'session'>,
  { master, deployMode, conf }: SparkSubmit,
  settings: Readonly<Record<string, string>>,
  program: string,
): string[] => [
  ...['--master', master, '--deploy-mode', deployMode, '--name', `${name} (${session})`],
  ...Object.entries({ ...settings, ...conf }).flatMap(([key, value]) => [
    '--conf',
    `${key}=${value}`,
  ]),
  program,
];

/** Runs the program to its end; told as any push is. The job is one that was made and kept already. */
export async function* runBatch(
  job: PushJob,
  settings: Readonly<Record<string, string>>,
  { folder, submit, signal }: BatchOptions,
): AsyncGenerator<PushEvent, void> {
  const [step = ''] = job.outputs.map((output) => output.step);
  yield { type: 'operation', operation: { id: job.session, step, does: 'write' } };
  if (signal.aborted) throw cancelledError();
  const program = join(folder, PROGRAM, 'pipeline.py');
  const log = createWriteStream(join(folder, BATCH_LOG), { flags: 'a', mode: 0o600 });
  const child = spawn(
    submit.command ?? 'spark-submit',
    submitArguments(job, submit, settings, program),
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PATH: pathFor(submit) },
      signal,
      killSignal: 'SIGTERM',
    },
  );
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // Handled below; a child that cannot start must not end this process meanwhile.
  ended.catch(() => undefined);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  try {
    // It speaks once its Java is up: until then it is only handed in.
    await Promise.race([once(child.stderr, 'data'), ended]);
    // It tells no numbers; the cluster's own page does.
    yield { type: 'progress', id: job.session, progress: NO_PROGRESS };
    const code = await ended;
    if (code !== 0) throw batchFailed(code, await lastError(join(folder, BATCH_LOG)));
  } catch (thrown) {
    if (signal.aborted) throw cancelledError();
    const { code } = thrown as NodeJS.ErrnoException;
    throw code === 'ENOENT' ? noSubmit(submit) : thrown;
  } finally {
    log.end();
  }
  yield { type: 'operation-done', id: job.session };
  for (const output of job.outputs) yield { type: 'output-written', step: output.step };
}

/** That of a Python package finds its Spark by the Python beside it, if that is the first on the path. */
function pathFor({ command = '' }: SparkSubmit): string {
  const { PATH = '' } = process.env;
  return isAbsolute(command) ? `${dirname(command)}${delimiter}${PATH}` : PATH;
}

/** The last exception of Python or Java, else the last line. */
async function lastError(path: string): Promise<string> {
  const lines = (await readFile(path, 'utf8').catch(() => '')).trimEnd().split('\n');
  const named = lines.filter((line) =>
    /^(?:Caused by: )?[\w.]+(?:Exception|Error)\b|^\[[A-Z_.]+\]/.test(line),
  );
  return named.at(-1) ?? lines.at(-1) ?? '';
}

const batchFailed = (code: number | null, why: string) =>
  operationalError('batch-failed', `The program ended with ${code ?? 'a signal'}: ${why}`, {
    hint: 'sluice jobs logs shows all that it said. An output that it had finished stays.',
  });

const noSubmit = ({ command = 'spark-submit' }: SparkSubmit) =>
  userError('push-no-submit', `There is no ${command} on this computer.`, {
    hint: 'Install Spark of the version of the cluster, or name its spark-submit in the connection.',
  });

/** Whoever attended to spark-submit was ended: nobody heard how the program went. */
export const batchLost = () =>
  operationalError('batch-lost', 'The process that attended to spark-submit has ended.', {
    hint: "What the program did may have been done or not. Look for it on the cluster's page and for its outputs, then push again if they are not there.",
  });
