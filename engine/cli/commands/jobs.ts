/** `sluice jobs`: runs and pushes, those of the studio on this computer too. */
import { Command } from 'commander';
import { isEnded } from '../../remote/jobs/job-states.ts';
import type { Push } from '../../../electron/host/api/machine-methods.ts';
import { findPush } from '../cluster/find-job.ts';
import { formatPush, formatPushes, formatRuns } from '../cluster/job-text.ts';
import { EXIT, type CliHost } from '../host.ts';
import { examples } from './shared-options.ts';

const ID_HELP = 'id of the push, or the beginning of it';

export const jobsCommand = (host: CliHost, exit: (code: number) => void): Command =>
  new Command('jobs')
    .description(
      'What was pushed to clusters and what ran under sluice serve, kept over restarts. A push whose client has ended is unattended: fetch finds it again.',
    )
    .addCommand(listCommand(host, exit))
    .addCommand(showCommand(host, exit))
    .addCommand(logsCommand(host, exit))
    .addCommand(cancelCommand(host, exit))
    .addCommand(fetchCommand(host, exit))
    .addCommand(removeCommand(host, exit))
    .addCommand(attendCommand(host, exit), { hidden: true });

interface JsonOption {
  readonly json?: true;
}

const listCommand = (host: CliHost, exit: (code: number) => void): Command =>
  new Command('ls')
    .description('List them, the last started first.')
    .option('--json', 'print one JSON array')
    .addHelpText('after', examples(['sluice jobs ls', 'id, state, start, time, cluster, pipeline']))
    .action(async ({ json }: JsonOption) => {
      const { jobs } = await host.openCluster();
      const all = await jobs.list();
      if (json === true) {
        const told = all.map((job) => (job.kind === 'push' ? flat(job) : job));
        host.stdout.write(`${JSON.stringify(told, undefined, 2)}\n`);
      } else {
        host.stdout.write(formatPushes(all.filter((job) => job.kind === 'push')));
        host.stdout.write(formatRuns(all.filter((job) => job.kind === 'run')));
      }
      exit(EXIT.ok);
    });

const showCommand = (host: CliHost, exit: (code: number) => void): Command =>
  new Command('show')
    .description('Show a push: state, progress, outputs, timeline, error.')
    .argument('<id>', ID_HELP)
    .option('--json', 'print it as one JSON object')
    .action(async (id: string, { json }: JsonOption) => {
      const { stdout } = host;
      const push = await findPush(await host.openCluster(), id);
      stdout.write(
        json === true
          ? `${JSON.stringify(flat(push), undefined, 2)}\n`
          : formatPush(push, stdout.style),
      );
      exit(EXIT.ok);
    });

const logsCommand = (host: CliHost, exit: (code: number) => void): Command =>
  new Command('logs')
    .description(
      'Print what happened to a push: what was sent, tries again, how it ended, and what Spark said of an error. Of a detached push, what spark-submit and the driver have said.',
    )
    .argument('<id>', ID_HELP)
    .action(async (id: string) => {
      const cluster = await host.openCluster();
      const job = await findPush(cluster, id);
      const { logOf } = await import('../../../electron/host/clusters/job-log.ts');
      for (const line of await logOf(cluster, job)) host.stdout.write(`${line}\n`);
      exit(EXIT.ok);
    });

const cancelCommand = (host: CliHost, exit: (code: number) => void): Command =>
  new Command('cancel')
    .description('Stop a push. What it has written in full stays, nothing half-written does.')
    .argument('<id>', ID_HELP)
    .action(async (id: string) => {
      const cluster = await host.openCluster();
      const push = await findPush(cluster, id);
      const { cancelPush } = await import('../../../electron/host/clusters/cancel-push.ts');
      const job = await cancelPush(cluster, push);
      host.stdout.write(formatPush({ ...job, attended: false }, host.stdout.style));
      exit(job.state === 'cancelled' ? EXIT.ok : EXIT.failed);
    });

const fetchCommand = (host: CliHost, exit: (code: number) => void): Command =>
  new Command('fetch')
    .description(
      'Go on with a push whose client has ended: wait for it and write its outputs. Nothing that may have had an effect is sent twice; where the server does not know it any more, it is lost and said to be.',
    )
    .argument('<id>', ID_HELP)
    .option('--json', 'print what happens as one JSON object per line')
    .action(async (id: string, { json }: JsonOption) => {
      const { fetchPush } = await import('../cluster/fetch-push.ts');
      exit(await fetchPush(host, id, json === true));
    });

const removeCommand = (host: CliHost, exit: (code: number) => void): Command =>
  new Command('rm')
    .description('Forget a job that has ended; its outputs stay.')
    .argument('<id>', ID_HELP)
    .action(async (id: string) => {
      const cluster = await host.openCluster();
      await cluster.jobs.remove((await findPush(cluster, id)).id);
      exit(EXIT.ok);
    });

/** Started by `push --detach` for itself. */
const attendCommand = (host: CliHost, exit: (code: number) => void): Command =>
  new Command('attend')
    .description('Attend to a detached push.')
    .argument('<id>', ID_HELP)
    .action(async (id: string) => {
      const { attendBatch } = await import('../cluster/attend-batch.ts');
      exit(await attendBatch(host, id));
    });

const flat = (job: Push) => ({ ...job, ended: isEnded(job) });
