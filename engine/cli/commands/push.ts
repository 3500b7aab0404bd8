/** `sluice push`: runs a pipeline on a cluster. */
import { Command, Option } from 'commander';
import { formatEstimate } from '../cluster/estimate-text.ts';
import type { PushRequest } from '../cluster/push-request.ts';
import { EXIT, type CliHost } from '../host.ts';
import { parseRowCount } from '../options.ts';
import { PUSH_ENGINE } from '../cluster/push-engine.ts';
import { given, withPipeline } from './session.ts';
import { examples, FILE_HELP, paramOption } from './shared-options.ts';

interface PushCommandOptions {
  readonly to: string;
  readonly detach?: true;
  readonly estimate?: true;
  readonly preview?: string;
  readonly compare?: true;
  readonly rows?: number;
  readonly param?: Readonly<Record<string, string>>;
  readonly json?: true;
}

export const pushCommand = (host: CliHost, exit: (code: number) => void): Command =>
  new Command('push')
    .description(
      'Run a pipeline on a Spark cluster. Outputs with a URI are written by it, the others are fetched and written here. Ctrl-C stops it there too; a push whose command was killed is found by sluice jobs.',
    )
    .argument('<file>', FILE_HELP)
    .requiredOption(
      '--to <connection>',
      'name of a connection (sluice connections), or sc://host:15002',
    )
    .addOption(paramOption())
    .option('--wait', 'wait until it has ended (default)')
    .addOption(
      new Option(
        '--detach',
        'hand it in as a batch and come back at once: the exported PySpark program, through the spark-submit of the connection. All its files must be where the cluster sees them',
      ).conflicts(['wait', 'preview', 'compare', 'estimate']),
    )
    .addOption(
      new Option(
        '--preview <step[.port]>',
        'compute the first rows of this step there and print them, writing nothing',
      ).conflicts(['compare', 'estimate']),
    )
    .addOption(
      new Option(
        '--compare',
        'compute a sample of the rows here and there, writing nothing, and show the cells that differ. Exits with 1 when there are any',
      ).conflicts(['wait', 'estimate']),
    )
    .addOption(
      new Option(
        '-r, --rows <count>',
        'rows of a preview (default: 20), or of the largest source of a comparison, up to 50,000 (default: 1,000)',
      ).argParser(parseRowCount),
    )
    .option('--estimate', 'say what it would cost here and there, and send nothing')
    .option(
      '--json',
      'print what happens as one JSON object per line instead; the last one is push-finished, with the error of a push that failed. Of an estimate or a comparison: one object',
    )
    .addHelpText(
      'after',
      examples(
        ['sluice push orders.sluice.json --to lab', 'and wait for it'],
        ['sluice push orders.sluice.json --to lab --estimate', 'is it worth it?'],
        [
          'sluice push orders.sluice.json --to lab --preview by_region',
          'the first 20 rows of a step',
        ],
        ['sluice push orders.sluice.json --to lab --compare', 'does a sample give the same there?'],
        ['sluice push nightly.sluice.json --to farm --detach --param day=2024-05-01', 'as a batch'],
      ),
    )
    .action(async (name: string, options: PushCommandOptions) => {
      exit(await push(host, name, options));
    });

const PREVIEW_ROWS = 20;
const COMPARED_ROWS = 1000;

async function push(host: CliHost, name: string, options: PushCommandOptions): Promise<number> {
  const { to, estimate, detach, preview, compare, rows, json } = options;
  const cluster = await host.openCluster();
  const named = await cluster.find(to);
  let code: number = EXIT.ok;
  await withPipeline(host, name, PUSH_ENGINE, async (session) => {
    const request: PushRequest = {
      host,
      cluster,
      named,
      ...session,
      parameters: options.param ?? {},
      ...(preview === undefined
        ? {}
        : { preview: { target: preview, rows: rows ?? PREVIEW_ROWS } }),
    };
    if (estimate === true) return showEstimate(host, request, json === true);
    if (compare === true) {
      const { compareHere } = await import('../cluster/compare-here.ts');
      code = await compareHere(request, rows ?? COMPARED_ROWS, json === true);
      return;
    }
    if (detach === true) {
      const { detachPush } = await import('../cluster/detach-push.ts');
      return detachPush(request, json === true);
    }
    const { waitForPush } = await import('../cluster/wait-for-push.ts');
    code = await waitForPush(request, json === true);
  });
  return code;
}

async function showEstimate(
  { stdout }: CliHost,
  { named, engine, document, parameters, host }: PushRequest,
  json: boolean,
): Promise<void> {
  const { estimateHere } = await import('../../../electron/host/clusters/estimate-here.ts');
  const measure = await engine.measure(document, given(host, parameters));
  const estimate = await estimateHere(measure, named.connection);
  stdout.write(
    json
      ? `${JSON.stringify({ measure, estimate }, undefined, 2)}\n`
      : formatEstimate(estimate, measure, named.name, stdout.style),
  );
}
