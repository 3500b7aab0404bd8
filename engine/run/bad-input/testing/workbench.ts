/** A folder, an engine, and short ways to make pipelines and to see how they end. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { EngineFailure } from '../../../contract/errors.ts';
import type { EngineError } from '../../../contract/errors.ts';
import { parseDocumentValue } from '../../../document/parse.ts';
import type { PipelineDocument } from '../../../document/schema.ts';
import type { Engine, EngineOptions, RunResult } from '../../engine-api.ts';
import { openTestEngine } from '../../testing/open-engine.ts';

export type Row = Readonly<Record<string, unknown>>;
type Nodes = Readonly<Record<string, unknown>>;

export interface Workbench {
  readonly folder: string;
  readonly engine: Engine;
  /** Writes a file into the folder. */
  readonly file: (name: string, content: string | Uint8Array) => Promise<void>;
  /** Rows of a step, all of them. */
  readonly rows: (nodes: Nodes, target: string) => Promise<Row[]>;
  readonly run: (nodes: Nodes) => Promise<RunResult>;
  /** The error that a step or, without a target, a run with its files ends with. */
  readonly failure: (nodes: Nodes, target?: string) => Promise<EngineError>;
  /** The same engine still computes. */
  readonly stillWorks: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export function pipeline(nodes: Nodes): PipelineDocument {
  const parsed = parseDocumentValue({ format: 'sluice/1', name: 'bad input', nodes });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return parsed.document;
}

export async function openWorkbench(
  options: Pick<EngineOptions, 'workers' | 'memory' | 'sizing'> = {},
): Promise<Workbench> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-bad-input-'));
  const engine = await openTestEngine(folder, options);
  const rows = async (nodes: Nodes, target: string): Promise<Row[]> => {
    const { tables } = await engine.run(pipeline(nodes), { targets: [target] });
    return rowsOf(tables[0]?.ipc);
  };
  return {
    folder,
    engine,
    file: (name, content) => writeFile(join(folder, name), content),
    rows,
    run: (nodes) => engine.run(pipeline(nodes)),
    failure: (nodes, target) =>
      errorOf(engine.run(pipeline(nodes), target === undefined ? {} : { targets: [target] })),
    stillWorks: async () => {
      const nodes = {
        numbers: { type: 'input.generate', params: { kind: 'range', start: 0, stop: 10 } },
        few: { type: 'rows.limit', inputs: { input: 'numbers' }, params: { rows: 3 } },
      };
      const found = await rows(nodes, 'few');
      if (found.length !== 3) throw new Error(`${found.length} rows instead of 3`);
    },
    close: async () => {
      await engine.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The engine's error of something that must fail. */
export async function errorOf(work: Promise<unknown>): Promise<EngineError> {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof EngineFailure) return thrown.error;
    throw thrown;
  }
  throw new Error('It did not fail.');
}

export const rowsOf = (ipc: Uint8Array | undefined): Row[] =>
  ipc === undefined
    ? []
    : tableFromIPC(ipc)
        .toArray()
        .map((row: { toJSON: () => Row }) => row.toJSON());

/** A CSV source named `data`. */
export const csvInput = (path: string, params: Nodes = {}): Nodes => ({
  type: 'input.csv',
  params: { path, ...params },
});

/** A step after another. */
export const step = (type: string, input: string, params: Nodes): Nodes => ({
  type,
  inputs: { input },
  params,
});
