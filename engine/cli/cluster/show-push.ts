/** A push as it is told on the command line, while it goes on and at its end. */
import type { Diagnostic } from '../../contract/diagnostic.ts';
import type { PushEvent, PushJob } from '../../contract/push-job.ts';
import { outlives } from '../../remote/jobs/job-states.ts';
import { totalProgress } from '../../remote/jobs/total-progress.ts';
import { EXIT, type CliHost } from '../host.ts';
import type { PipelineFile } from '../load-document.ts';
import { formatDiagnostic } from '../report/report-diagnostic.ts';
import { errorOf } from '../report/report-thrown.ts';
import { formatDuration } from '../terminal/format-amount.ts';
import { startProgressBar } from '../terminal/progress-bar.ts';
import { shortId } from '../../../electron/host/clusters/short-id.ts';
import { outputText } from './job-text.ts';

type Listener = (event: PushEvent, job: PushJob | undefined) => void;
type Work = (onEvent: Listener) => Promise<PushJob>;

/** @throws what the push fails with, after it was told */
export const showPush = (
  host: CliHost,
  file: PipelineFile,
  json: boolean,
  work: Work,
): Promise<number> => (json ? tellEvents(host, work) : tellPerson(host, file, work));

async function tellPerson(host: CliHost, file: PipelineFile, work: Work): Promise<number> {
  const { stdout, stderr } = host;
  const progress = startProgressBar(stderr, host.progressStream);
  const warnings: Diagnostic[] = [];
  let latest: PushJob | undefined;
  try {
    const job = await work((event, current) => {
      if (event.type === 'warning') warnings.push(event.diagnostic);
      if (current === undefined) return;
      if (latest === undefined) {
        // Before anything is sent: it is what a person needs to find it again.
        stderr.write(`Push ${shortId(current.id)} to ${current.connection}\n`);
      }
      latest = current;
      const { tasksDone, tasks, bytesRead, rows } = totalProgress(current);
      const amounts = { tasksDone, tasksTotal: tasks, bytesRead, bytesTotal: 0, rows };
      progress.show({ type: 'progress', ...amounts, time: 0 });
    });
    progress.stop();
    for (const warning of warnings) stderr.write(`${formatDiagnostic(warning, file, stderr)}\n`);
    stdout.write(formatEnd(job, stdout.style.green('Done')));
    return EXIT.ok;
  } catch (thrown) {
    progress.stop();
    if (latest !== undefined && outlives(latest, errorOf(thrown))) {
      const id = shortId(latest.id);
      stderr.write(`The push may go on there: sluice jobs fetch ${id} finds it again.\n`);
    }
    throw thrown;
  } finally {
    progress.stop();
  }
}

function formatEnd(job: PushJob, done: string): string {
  const outputs = job.outputs
    .filter(({ place }) => place !== 'preview')
    .map((output) => `wrote ${outputText(output)}\n`);
  const [first, last] = [job.timeline[0], job.timeline.at(-1)];
  const took = formatDuration((last?.at ?? 0) - (first?.at ?? 0));
  return `${outputs.join('')}${done}: ${job.name}, ${took} on ${job.connection}\n`;
}

/** Every line of stdout is an event, and the last one is always `push-finished`. */
async function tellEvents({ stdout }: CliHost, work: Work): Promise<number> {
  const print = (line: object): void => stdout.write(`${JSON.stringify(line)}\n`);
  let latest: PushJob | undefined;
  try {
    const job = await work((event, current) => {
      latest = current ?? latest;
      print({ ...event, ...(latest === undefined ? {} : { job: latest.id, state: latest.state }) });
    });
    print({ type: 'push-finished', status: job.state, job: job.id, outputs: job.outputs });
    return EXIT.ok;
  } catch (thrown) {
    const error = errorOf(thrown);
    const status = error.kind === 'cancelled' ? 'cancelled' : 'failed';
    print({ type: 'push-finished', status, job: latest?.id, error });
    throw thrown;
  }
}
