import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Contender, FileFormat } from './contender.ts';
import { timed } from './measure.ts';
import type { RunOptions } from '../../engine/run/engine-api.ts';
import type * as LibraryModule from '../../engine/cli/library.ts';

type Library = typeof LibraryModule;
type Engine = Awaited<ReturnType<Library['openEngine']>>;

/** Sluice as its users have it in Node: the built library. */
export function nodeContender(
  workers: number,
  scratch: string,
  duckdb: 'wasm' | 'native' = 'wasm',
): Contender {
  let engine: Engine | undefined;
  let written = '';
  let inTasks = 0;
  const close = async (): Promise<void> => {
    await engine?.close();
    engine = undefined;
  };
  return {
    name: duckdb === 'native' ? `sluice native ${workers}` : `sluice node ${workers}`,
    open: async () => {
      await close();
      const built = pathToFileURL(resolve('dist/node/library.js')).href;
      const { openEngine } = (await import(/* @vite-ignore */ built)) as Library;
      // Pipelines of examples/ write to ../out: two folders up from here is ours, too.
      const baseDirectory = resolve(scratch, 'examples/tpch');
      mkdirSync(resolve(scratch, 'examples/out/tpch'), { recursive: true });
      mkdirSync(baseDirectory, { recursive: true });
      engine = await openEngine({ workers, baseDirectory, engine: duckdb });
      await engine.warm();
    },
    run: async ({ pipeline, parameters }, state) => {
      if (engine === undefined) throw new Error('open first');
      const open = engine;
      const recompute = state === 'recomputed';
      inTasks = 0;
      const onEvent: RunOptions['onEvent'] = (event) => {
        if (event.type !== 'task-finished' || event.milliseconds === undefined) return;
        const { read, query, store } = event.milliseconds;
        inTasks += read + query + store;
      };
      const { milliseconds } = await timed(() =>
        open.run(pipeline, { parameters, recompute, onEvent }),
      );
      const sink = Object.values(pipeline.nodes).find(({ type }) => type === 'output.file');
      written = resolve(scratch, 'examples/tpch', String(sink?.params['path']));
      return milliseconds;
    },
    // Elsewhere tasks run side by side.
    ...(duckdb === 'native' ? { inTasks: () => inTasks } : {}),
    answer: async ({ writes }) => readerOf(written, writes),
    close,
  };
}

/** `TEXTS` stands for the columns, as texts: a sniffer must not decide about their types. */
function readerOf(file: string, format: FileFormat = 'parquet'): string {
  switch (format) {
    case 'csv':
      return `FROM read_csv('${file}', auto_detect = false, header = true, columns = TEXTS)`;
    case 'ndjson':
      return `FROM read_json('${file}', format = 'newline_delimited', columns = TEXTS)`;
    case 'parquet':
      return `FROM '${file}'`;
  }
}
