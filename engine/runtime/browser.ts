/** The engine's surroundings in a browser tab or worker. */
import picomatch from 'picomatch';
import { userError } from '../contract/errors.ts';
import type { FileRef } from '../contract/source.ts';
import type { BrowserStart } from './browser-start.ts';
import { fetchParquetExtension } from './parquet-extension.ts';
import type { DuckDBExtension, Runtime } from './runtime.ts';
import { addressFailure } from './web-address.ts';

/** A file of the host, which the page reads ranges of. */
export interface PageFile {
  readonly kind: 'page';
  readonly channel: string;
  readonly token: string;
  readonly size: number;
  readonly fingerprint: string;
}

export interface BrowserRuntimeOptions {
  /** The files that the user gave, by the path under which pipelines know them. Read at every call. */
  readonly files: ReadonlyMap<string, File | PageFile>;
  readonly start: BrowserStart;
}

/** The extension's address, where .ci/fetch-extensions.mjs had fetched it when the app was built. */
const [extensionUrl] = Object.values(
  import.meta.glob<string>('../../.cache/duckdb-extensions/parquet.duckdb_extension.wasm', {
    query: '?url',
    import: 'default',
    eager: true,
  }),
);

/** Where the browser does not tell, a machine of 4 GB is assumed. */
const UNKNOWN_MEMORY_GIB = 4;

export function createBrowserRuntime({ files, start }: BrowserRuntimeOptions): Runtime {
  let extension: Promise<DuckDBExtension | undefined> | undefined;
  return {
    kind: 'browser',
    spawnWorker: async (index) => start.spawnWorker(index),
    compileModule: start.compileModule,
    parquetExtension: async () =>
      extensionUrl === undefined
        ? undefined
        : (extension ??= fetchParquetExtension(new URL(extensionUrl, import.meta.url).href)),
    createChannel: () => new MessageChannel(),
    findFiles: async (pattern) => findGivenFiles(pattern, files),
    defaultWorkers: () => navigator.hardwareConcurrency,
    defaultMemory: () => {
      const { deviceMemory = UNKNOWN_MEMORY_GIB } = navigator as { readonly deviceMemory?: number };
      return Math.floor((deviceMemory * 2 ** 30) / 4);
    },
    // Blocks stay in memory here.
    createSpillDirectory: async () => undefined,
    removeSpillDirectory: async () => undefined,
    // Nothing is overwritten: a finished output is a Blob that the app offers for download.
    prepareOutput: async (path) => {
      const address = addressFailure(path);
      if (address !== undefined) throw address;
      return { path, temporary: path, final: path, continues: false };
    },
    commitOutput: async () => undefined,
    discardOutput: async () => undefined,
  };
}

/** Files by path or glob, in the order of their names. */
export function findGivenFiles(
  pattern: string,
  files: ReadonlyMap<string, File | PageFile>,
): readonly FileRef[] {
  const exact = files.get(pattern);
  if (exact !== undefined) return [fileRef(pattern, exact)];
  const address = addressFailure(pattern);
  if (address !== undefined) throw address;
  const matches = picomatch(withoutDot(pattern));
  const found = [...files]
    .filter(([name]) => matches(withoutDot(name)))
    .map(([name, file]) => fileRef(name, file));
  if (found.length > 0) return found.sort((a, b) => (a.name < b.name ? -1 : 1));
  throw userError('file-not-found', `${pattern} is not among the files of this pipeline.`, {
    hint:
      files.size === 0
        ? 'Add the file to the pipeline first.'
        : `There are: ${[...files.keys()].sort().slice(0, 5).join(', ')}${files.size > 5 ? ', ...' : ''}.`,
    location: { file: pattern },
  });
}

const withoutDot = (path: string): string => path.replace(/^\.\//, '');

const fileRef = (name: string, file: File | PageFile): FileRef =>
  'kind' in file
    ? {
        name,
        size: file.size,
        fingerprint: file.fingerprint,
        handle: { kind: 'page', channel: file.channel, token: file.token },
      }
    : {
        name,
        size: file.size,
        fingerprint: `${file.size}-${file.lastModified.toString(36)}-${file.name}`,
        handle: { kind: 'blob', blob: file },
      };
