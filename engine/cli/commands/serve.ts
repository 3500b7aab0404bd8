/** `sluice serve`: the studio in the browser, with the files and the engine of this machine. */
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { EXIT, type CliHost } from '../host.ts';
import { parsePort } from '../options.ts';
import { examples, memoryOption, workersOption } from './shared-options.ts';

interface ServeCommandOptions {
  readonly port?: number;
  readonly workspace?: string;
  readonly open?: boolean;
  readonly workers?: number;
  readonly memory?: number;
}

export const serveCommand = (
  host: CliHost,
  exit: (code: number) => void,
  release: string,
): Command =>
  new Command('serve')
    .description(
      'Serve the studio on this machine, for browsers on it: with the files of the workspace, and with an engine that reads them in place. Only who has the printed address can use it. Ctrl-C ends it.',
    )
    .addOption(
      new Option(
        '--port <number>',
        'port on loopback; 0 takes any free one (default: the first free one from 4173 on)',
      ).argParser(parsePort),
    )
    .option(
      '--workspace <folder>',
      'folder whose files can be read and written (default: the current one)',
    )
    .option('--open', 'open the studio in the browser, where there is a screen')
    .option('--no-open', 'do not open it (default)')
    .addOption(workersOption())
    .addOption(memoryOption())
    .addHelpText(
      'after',
      examples(
        ['sluice serve --open', 'the studio on the files of this folder'],
        ['sluice serve --workspace ~/pipelines --port 8080', 'another folder, always this port'],
      ),
    )
    .action(async (options: ServeCommandOptions) => {
      exit(await serve(host, options, release));
    });

async function serve(
  host: CliHost,
  { workspace = '.', open, ...options }: ServeCommandOptions,
  release: string,
): Promise<number> {
  const { stdout, signal } = host;
  const folder = resolve(host.cwd, workspace);
  const server = await host.openServer({ ...options, workspace: folder, release });
  try {
    // The one place where the token is written.
    stdout.write(`Sluice is at ${stdout.style.bold(server.url)}\n`);
    stdout.write(`Files of ${folder}. Ctrl-C ends it.\n`);
    if (open === true) await host.openBrowser(server.url);
    await aborted(signal);
    return EXIT.ok;
  } finally {
    await server.close();
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
