/** The engine's surroundings in Node. */
import { readFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CredentialSource } from '../contract/credential.ts';
import { operationalError } from '../contract/errors.ts';
import { compileDuckDB } from '../worker/duckdb/node-module.ts';
import { serveCredentials } from './databases/credential-port.ts';
import { createNodeDatabases } from './databases/node-databases.ts';
import { createNodeCredentials } from './node-credentials.ts';
import { findNodeFiles } from './node-files.ts';
import { createSpillDirectory, removeSpillDirectory } from './node-spill-directory.ts';
import { commitNodeOutput, discardNodeOutput, prepareNodeOutput } from './node-targets.ts';
import { compileExtension } from './parquet-extension.ts';
import type { DuckDBExtension, Runtime, WorkerHandle } from './runtime.ts';

export interface NodeRuntimeOptions {
  /** The built worker; absent: `worker.js` beside the running bundle. */
  readonly workerUrl?: URL;
  /** DuckDB's parquet extension; absent: the one beside the running bundle, if there is one. */
  readonly parquetExtension?: URL;
  /** Folder that relative paths start from: the document's. */
  readonly baseDirectory: string;
  /** Where spilled blocks go; absent: the system's temporary folder. */
  readonly temporaryDirectory?: string;
  /** Absent: those of the environment and of the keyring. */
  readonly credentials?: CredentialSource;
}

export function createNodeRuntime(options: NodeRuntimeOptions): Runtime {
  const workerUrl = options.workerUrl ?? new URL('./worker.js', import.meta.url);
  const { baseDirectory, temporaryDirectory } = options;
  const credentials = options.credentials ?? createNodeCredentials({ env: process.env });
  const extensionUrl =
    options.parquetExtension ?? new URL('./parquet.duckdb_extension.wasm', import.meta.url);
  let module: Promise<WebAssembly.Module> | undefined;
  let extension: Promise<DuckDBExtension | undefined> | undefined;
  return {
    kind: 'node',
    spawnWorker: (index) => spawnWorker(workerUrl, index, credentials),
    compileModule: () => (module ??= compileModule()),
    parquetExtension: () => (extension ??= readExtension(extensionUrl)),
    createChannel: () => new MessageChannel(),
    findFiles: (pattern) => findNodeFiles(pattern, baseDirectory),
    defaultWorkers: () => availableParallelism(),
    defaultMemory: () => Math.floor(totalmem() / 4),
    createSpillDirectory: () => createSpillDirectory(temporaryDirectory),
    removeSpillDirectory,
    prepareOutput: (path, mode, directory) =>
      prepareNodeOutput(path, mode, directory, resolve(baseDirectory, path)),
    commitOutput: commitNodeOutput,
    discardOutput: discardNodeOutput,
    databases: createNodeDatabases(credentials),
  };
}

async function compileModule(): Promise<WebAssembly.Module> {
  try {
    return await compileDuckDB();
  } catch (cause) {
    throw operationalError('duckdb-not-started', 'DuckDB could not be loaded.', {
      hint: 'Install the package again.',
      detail: String(cause),
    });
  }
}

async function readExtension(url: URL): Promise<DuckDBExtension | undefined> {
  const bytes = await readFile(url).catch(() => undefined);
  // A copy: small files lie in a pool of Node's that is sent along as a whole.
  return bytes === undefined ? undefined : compileExtension(new Uint8Array(bytes));
}

async function spawnWorker(
  url: URL,
  index: number,
  credentials: CredentialSource,
): Promise<WorkerHandle> {
  // comlink speaks over a port of its own, so that nothing else on the thread's port disturbs it.
  const { port1, port2 } = new MessageChannel();
  const asking = new MessageChannel();
  serveCredentials(asking.port1, credentials);
  const worker = new Worker(url, {
    name: `sluice worker ${index}`,
    workerData: { port: port2, credentials: asking.port2 },
    transferList: [port2 as never, asking.port2 as never],
    stdout: true,
  });
  // DuckDB's own messages must not mix with what the program prints. Not piped: a pipe for each
  // worker puts listeners on the one stderr, and Node warns of a leak from the eleventh on.
  worker.stdout.on('data', (chunk: Uint8Array) => process.stderr.write(chunk));
  let exitListener: ((reason: string) => void) | undefined;
  let reason: string | undefined;
  const ended = (why: string): void => {
    if (reason !== undefined) return;
    reason = why;
    port1.close();
    asking.port1.close();
    exitListener?.(why);
  };
  let terminated = false;
  worker.on('error', (error) => ended(error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => {
    if (!terminated) ended(`the thread ended with code ${code}`);
  });
  await new Promise<void>((resolve, reject) => {
    worker.once('online', resolve);
    worker.once('error', (cause) =>
      reject(
        operationalError('worker-not-started', 'A worker thread could not be started.', {
          hint: 'Free some memory or use fewer workers.',
          detail: `${url.href}: ${String(cause)}`,
        }),
      ),
    );
  });
  return {
    port: port1,
    terminate: async () => {
      terminated = true;
      port1.close();
      asking.port1.close();
      await worker.terminate();
    },
    onExit: (listener) => {
      exitListener = listener;
      if (reason !== undefined && !terminated) listener(reason);
    },
  };
}
