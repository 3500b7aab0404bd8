/** Options that several commands have, described once. */
import { Option } from 'commander';
import { ENGINES } from '../host.ts';
import { parseMemory, parseParameter, parseWorkers } from '../options.ts';

export const FILE_HELP = 'pipeline file; - reads standard input';

export const paramOption = (): Option =>
  new Option(
    '-p, --param <name=value>',
    'value of a pipeline parameter; repeat it for several',
  ).argParser(parseParameter);

export const workersOption = (): Option =>
  new Option(
    '-w, --workers <count>',
    'threads that compute; the result does not depend on it (default: one per core)',
  ).argParser(parseWorkers);

export const engineOption = (): Option =>
  new Option(
    '-e, --engine <engine>',
    'DuckDB that computes: wasm in worker threads, or native, where it can be loaded; the rows are the same (default: wasm)',
  ).choices(ENGINES);

export const memoryOption = (): Option =>
  new Option(
    '-m, --memory <size>',
    'memory for all workers, such as 500MB, 2GB or 1.5GiB; what does not fit goes to disk (default: a quarter of the machine)',
  ).argParser(parseMemory);

/** The examples at the end of a command's help. */
export const examples = (...lines: readonly (readonly [command: string, what: string])[]): string =>
  `\nExamples:\n${lines.map(([command, what]) => `  $ ${command}\n      ${what}`).join('\n')}\n`;
