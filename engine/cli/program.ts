/** The command line as a whole. */
import { Command, CommanderError } from 'commander';
import { checkCommand } from './commands/check.ts';
import { connectionsCommand } from './commands/connections.ts';
import { diffCommand } from './commands/diff.ts';
import { explainCommand } from './commands/explain.ts';
import { exportCommand } from './commands/export.ts';
import { formatCommand } from './commands/format.ts';
import { jobsCommand } from './commands/jobs.ts';
import { previewCommand } from './commands/preview.ts';
import { pushCommand } from './commands/push.ts';
import { runCommand } from './commands/run.ts';
import { serveCommand } from './commands/serve.ts';
import { EXIT, type CliHost, type Output } from './host.ts';
import { reportThrown } from './report/report-thrown.ts';

const EXIT_CODES = `
Exit codes:
  0    success; for diff and format --check: no difference
  1    the pipeline or the run failed; for diff: the pipelines differ
  2    the command line is wrong, or FILE cannot be read
  130  cancelled with Ctrl-C

Learn more:
  $ sluice help run
  docs/cli.md describes every command, docs/errors.md every error code.
`;

/** @param exit takes the exit code of a command that has finished */
export function createProgram(
  host: CliHost,
  version: string,
  exit: (code: number) => void,
): Command {
  const program = new Command('sluice')
    .description(
      'Run data pipelines on this machine. A pipeline is a JSON file: steps, wired together, that read files, transform rows and write files.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .showSuggestionAfterError()
    .addHelpText('after', EXIT_CODES);
  for (const command of [
    runCommand(host, exit),
    previewCommand(host, exit),
    checkCommand(host, exit),
    explainCommand(host, exit),
    exportCommand(host, exit, version),
    formatCommand(host, exit),
    diffCommand(host, exit),
    pushCommand(host, exit),
    jobsCommand(host, exit),
    connectionsCommand(host, exit),
    serveCommand(host, exit, version),
  ]) {
    program.addCommand(command);
  }
  configureAll(program, host);
  return program;
}

function configureAll(command: Command, host: CliHost): void {
  configure(command, host);
  for (const below of command.commands) configureAll(below, host);
}

function configure(command: Command, { stdout, stderr }: CliHost): void {
  const width = (output: Output): number => Math.min(output.width, 100);
  command
    .exitOverride()
    .helpOption('-h, --help', 'show help')
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: (text, write) =>
        write(`${stderr.style.bold(text.replace(/^error/, stderr.style.red('error')).trimEnd())}
See "${helpOf(command)}".
`),
      getOutHelpWidth: () => width(stdout),
      getErrHelpWidth: () => width(stderr),
      getOutHasColors: () => stdout.isTerminal,
      getErrHasColors: () => stderr.isTerminal,
    });
}

const helpOf = (command: Command): string => `${pathOf(command)} --help`;

/** `sluice jobs show` */
const pathOf = (command: Command): string =>
  command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;

/**
 * Runs one command line.
 * @param args without `node` and the script
 * @returns the exit code
 */
export async function runCli(
  args: readonly string[],
  host: CliHost,
  version: string,
): Promise<number> {
  let code: number = EXIT.ok;
  const program = createProgram(host, version, (given) => (code = given));
  if (args.length === 0) {
    host.stderr.write(program.helpInformation());
    return EXIT.usage;
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (thrown) {
    // Help and version end this way, too, with 0.
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return reportThrown(thrown, host);
  }
}
