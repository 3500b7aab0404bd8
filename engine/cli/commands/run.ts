/** `sluice run`: runs a pipeline and writes its files. */
import { Command, Option } from 'commander';
import type { RunEvent } from '../../contract/run-events.ts';
import type { RunResult } from '../../run/engine-api.ts';
import { EXIT, type CliHost, type EngineKind } from '../host.ts';
import { collect } from '../options.ts';
import { formatDiagnostic } from '../report/report-diagnostic.ts';
import { errorOf } from '../report/report-thrown.ts';
import { collectFacts, formatSummary } from '../report/run-summary.ts';
import { formatCount } from '../terminal/format-amount.ts';
import { startProgressBar } from '../terminal/progress-bar.ts';
import { formatTable } from '../terminal/table.ts';
import { given, type PipelineSession, withPipeline } from './session.ts';
import {
  engineOption,
  examples,
  FILE_HELP,
  memoryOption,
  paramOption,
  workersOption,
} from './shared-options.ts';

interface RunCommandOptions {
  readonly param?: Readonly<Record<string, string>>;
  readonly workers?: number;
  readonly memory?: number;
  readonly engine?: EngineKind;
  readonly target?: readonly string[];
  readonly json?: true;
}

/** Rows shown of a target. */
const TARGET_ROWS = 20;

export const runCommand = (host: CliHost, exit: (code: number) => void): Command =>
  new Command('run')
    .description(
      'Run a pipeline and write its files. Each file appears whole at the end, or not at all. Ctrl-C stops a run, a second one at once.',
    )
    .argument('<file>', FILE_HELP)
    .addOption(paramOption())
    .addOption(workersOption())
    .addOption(memoryOption())
    .addOption(engineOption())
    .addOption(
      new Option(
        '-t, --target <step[.port]>',
        `compute this step instead, write no file, and print its first ${TARGET_ROWS} rows and the number of rows; repeat it for several`,
      ).argParser(collect),
    )
    .option(
      '--json',
      'print what happens as one JSON object per line instead; the last one is run-finished, with the error of a run that failed',
    )
    .addHelpText(
      'after',
      examples(
        ['sluice run orders.sluice.json', 'paths in the pipeline start from its own folder'],
        ['sluice run orders.sluice.json --param year=2024 --param region=EU', 'other parameters'],
        ['sluice run orders.sluice.json --workers 4 --memory 2GB', 'within limits'],
        [
          'sluice run orders.sluice.json --target late.dropped',
          'all rows of one output of one step',
        ],
        [
          'sluice run orders.sluice.json --json | jq -c "select(.type == \\"file-written\\")"',
          'for scripts',
        ],
      ),
    )
    .action(async (name: string, options: RunCommandOptions) => {
      exit(await (options.json ? runWithEvents(host, name, options) : run(host, name, options)));
    });

const settings = ({ workers, memory, engine }: RunCommandOptions) => ({
  ...(engine === undefined ? {} : { engine }),
  ...(workers === undefined ? {} : { workers }),
  ...(memory === undefined ? {} : { memory }),
});

const runEngine = (
  host: CliHost,
  { document, engine }: PipelineSession,
  { param, target }: RunCommandOptions,
  onEvent: (event: RunEvent) => void,
): Promise<RunResult> =>
  engine.run(document, {
    ...given(host, param),
    ...(target === undefined ? {} : { targets: target }),
    onEvent,
  });

async function run(host: CliHost, name: string, options: RunCommandOptions): Promise<number> {
  const { stdout, stderr } = host;
  const events: RunEvent[] = [];
  const progress = startProgressBar(stderr, host.progressStream);
  try {
    await withPipeline(host, name, settings(options), async (session) => {
      const result = await runEngine(host, session, options, (event) => {
        // Tasks may be many, and the summary needs none of them.
        if (event.type !== 'task-finished') events.push(event);
        progress.show(event);
      });
      progress.stop();
      for (const warning of result.warnings) {
        stderr.write(`${formatDiagnostic(warning, session.file, stderr)}\n`);
      }
      for (const table of result.tables) {
        // Arrow takes as long to load as all the rest, and only rows that are shown need it.
        const { readRows } = await import('../../values/rows.ts');
        const rows = readRows(table.schema, table.ipc, TARGET_ROWS);
        stdout.write(`${stdout.style.bold(table.target)}: ${formatCount(table.rows, 'row')}\n`);
        stdout.write(`${formatTable(table.schema, rows, stdout.width, stdout.style)}\n`);
      }
      stdout.write(
        formatSummary(session.document.name, result, collectFacts(events), stdout.style),
      );
    });
    return EXIT.ok;
  } finally {
    progress.stop();
  }
}

/** Every line of stdout is an event, and the last one is always `run-finished`. */
async function runWithEvents(
  host: CliHost,
  name: string,
  options: RunCommandOptions,
): Promise<number> {
  const { stdout } = host;
  let finished = false;
  const print = (event: RunEvent): void => {
    if (finished) return;
    finished = event.type === 'run-finished';
    stdout.write(`${JSON.stringify(event)}\n`);
  };
  const started = performance.now();
  try {
    await withPipeline(host, name, settings(options), (session) =>
      runEngine(host, session, options, print),
    );
    return EXIT.ok;
  } catch (thrown) {
    const error = errorOf(thrown);
    print({
      type: 'run-finished',
      status: error.kind === 'cancelled' ? 'cancelled' : 'failed',
      error,
      spilledBytes: 0,
      time: performance.now() - started,
    });
    throw thrown;
  }
}
