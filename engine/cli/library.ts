/**
 * Sluice as a library for Node: run, preview and check pipelines from code. All functions reject
 * with `EngineFailure`, whose `error` says what is wrong, where, and what to do.
 */
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EngineFailure, userError } from '../contract/errors.ts';
import { parseDocumentValue } from '../document/parse.ts';
import type { PipelineDocument } from '../document/schema.ts';
import type {
  CheckResult,
  Engine,
  OpenedRows,
  Preview,
  PreviewOptions,
  Rows,
  RunOptions,
  RunResult,
} from '../run/engine-api.ts';
import {
  InvalidPipeline,
  parsePipelineFile,
  readPipelineFile,
  UnreadableFile,
} from './load-document.ts';
import { openNodeEngine } from './open-engine.ts';
import { cellToJson } from '../values/cell.ts';
import { readRows } from '../values/rows.ts';

/** A pipeline file (path or `file:` URL), or the document itself. */
export type Pipeline = string | URL | PipelineDocument;

export interface EngineSettings {
  /** Threads that compute; results do not depend on it. Default: one per core. */
  readonly workers?: number;
  /** Bytes for all workers together. Default: a quarter of the machine's memory. */
  readonly memory?: number;
  /**
   * Which DuckDB computes: the wasm build in worker threads, or the native one, which is faster where
   * it can be loaded. The rows are the same. Default: `wasm`.
   */
  readonly engine?: 'wasm' | 'native';
  /**
   * Folder that relative paths of the pipeline start from. Default: the folder of the pipeline
   * file; of a document that was given as an object, the current folder.
   */
  readonly baseDirectory?: string;
}

/** Values of pipeline parameters as text, and a signal that cancels. */
export type CheckOptions = Pick<RunOptions, 'parameters' | 'signal'>;

/** Runs a pipeline and writes its files; each appears whole at the end, or not at all. */
export const run = (
  pipeline: Pipeline,
  options: RunOptions & EngineSettings = {},
): Promise<RunResult> =>
  withEngine(pipeline, options, (engine, document) => engine.run(document, options));

/** The first rows of a step; `toObjects` makes JavaScript values of them. */
export const preview = (
  pipeline: Pipeline,
  options: PreviewOptions & EngineSettings,
): Promise<Preview> =>
  withEngine(pipeline, options, (engine, document) => engine.preview(document, options));

/** Everything that is wrong with a pipeline, and the columns of every step. Nothing is run. */
export const check = (
  pipeline: Pipeline,
  options: CheckOptions & EngineSettings = {},
): Promise<CheckResult> =>
  withEngine(pipeline, { workers: 1, ...options }, (engine, document) =>
    engine.check(document, options),
  );

/**
 * An engine for several calls: its workers are started once, and what one call computed need not be
 * computed by the next. Close it at the end, or the process will not.
 */
export const openEngine = (settings: EngineSettings = {}): Promise<Engine> =>
  openNodeEngine({ ...settings, baseDirectory: settings.baseDirectory ?? process.cwd() });

/** Reads a pipeline file. Also checks the structure of a document that was made in code. */
export const loadPipeline = async (pipeline: Pipeline): Promise<PipelineDocument> =>
  (await load(pipeline)).document;

/**
 * Rows as plain objects. Numbers that a JavaScript number cannot hold exactly are text, as are dates,
 * times, blobs and the like, in DuckDB's form; lists are arrays, structs and maps objects.
 */
export function toObjects({
  schema,
  ipc,
}: Pick<Rows, 'schema' | 'ipc'>): Record<string, unknown>[] {
  return readRows(schema, ipc).map((cells) =>
    Object.fromEntries(
      schema.map(({ name }, i) => [name, JSON.parse(cellToJson(cells[i] ?? null)) as unknown]),
    ),
  );
}

async function withEngine<T>(
  pipeline: Pipeline,
  settings: EngineSettings,
  work: (engine: Engine, document: PipelineDocument) => Promise<T>,
): Promise<T> {
  const { document, directory } = await load(pipeline);
  const engine = await openEngine({ baseDirectory: directory, ...settings });
  try {
    return await work(engine, document);
  } finally {
    await engine.close();
  }
}

interface Loaded {
  readonly document: PipelineDocument;
  readonly directory: string;
}

async function load(pipeline: Pipeline): Promise<Loaded> {
  if (typeof pipeline !== 'string' && !(pipeline instanceof URL)) {
    const parsed = parseDocumentValue(pipeline);
    if (parsed.ok) return { document: parsed.document, directory: process.cwd() };
    throw invalid('The document', parsed.diagnostics);
  }
  const path = typeof pipeline === 'string' ? pipeline : fileURLToPath(pipeline);
  try {
    const file = await readPipelineFile(path, process.cwd());
    return { document: parsePipelineFile(file), directory: dirname(resolve(path)) };
  } catch (thrown) {
    if (thrown instanceof UnreadableFile) throw thrown.failure;
    if (thrown instanceof InvalidPipeline) throw invalid(path, thrown.diagnostics);
    throw thrown;
  }
}

const invalid = (name: string, diagnostics: InvalidPipeline['diagnostics']): EngineFailure =>
  userError(
    'invalid-document',
    `${name} is not a valid pipeline: ${diagnostics[0]?.message ?? ''}`,
    {
      diagnostics,
    },
  );

export { EngineFailure };
export type { CheckResult, Engine, OpenedRows, PipelineDocument, Preview, PreviewOptions, Rows };
export type { RunOptions, RunResult };
export type { Diagnostic } from '../contract/diagnostic.ts';
export type { EngineError } from '../contract/errors.ts';
export type { RunEvent } from '../contract/run-events.ts';
export type { Column, ColumnType, Schema } from '../contract/schema.ts';
