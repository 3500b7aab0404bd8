#!/usr/bin/env node
/** The `sluice` command: the process around `runCli`. */
import { text } from 'node:stream/consumers';
import { version } from '../../package.json';
import { EXIT, type CliHost, type Output } from './host.ts';
import { openBrowser } from './open-browser.ts';
import { runCli } from './program.ts';
import { startDetached } from './start-detached.ts';
import { readSecret } from './terminal/read-secret.ts';
import { createStyle, wantsColour } from './terminal/style.ts';

function outputOf(stream: NodeJS.WriteStream): Output {
  const isTerminal = stream.isTTY;
  return {
    write: (chunk) => void stream.write(chunk),
    isTerminal,
    // Asked anew each time: a terminal can be resized during a run.
    get width() {
      return isTerminal ? stream.columns : Infinity;
    },
    style: createStyle(wantsColour(isTerminal, process.env)),
  };
}

/** The first Ctrl-C asks the run to stop and to leave nothing half-written; the second ends it. */
function cancelOnSignals(): AbortSignal {
  const controller = new AbortController();
  const cancel = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.cancelled);
    controller.abort();
    if (process.stderr.isTTY) process.stderr.write('\nStopping. Ctrl-C again ends it at once.\n');
  };
  process.on('SIGINT', cancel);
  process.on('SIGTERM', cancel);
  process.on('SIGHUP', cancel);
  return controller.signal;
}

// Whoever reads the output may stop early, as `head` does; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok);
  throw error;
});

const host: CliHost = {
  stdout: outputOf(process.stdout),
  stderr: outputOf(process.stderr),
  progressStream: process.stderr,
  readStdin: () => text(process.stdin),
  readSecret: (prompt) => readSecret(prompt, process),
  cwd: process.cwd(),
  // Help, format and diff must not wait for the engine to be loaded.
  openEngine: async (options) => (await import('./open-engine.ts')).openNodeEngine(options),
  openCluster: async () =>
    (await import('./cluster/open-cluster.ts')).openClusterHost({
      onWarning: (message) => process.stderr.write(`${message}\n`),
    }),
  startDetached,
  openServer: async (options) => (await import('./open-server.ts')).openServer(options),
  openBrowser,
  signal: cancelOnSignals(),
  debug: (process.env['SLUICE_DEBUG'] ?? '') !== '',
};

const code = await runCli(process.argv.slice(2), host, version);
// Written out before the end: a pipe may still be taking it.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
