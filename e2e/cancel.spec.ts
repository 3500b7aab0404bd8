/** Cancelling a run of the built library in Node: the order of what happens. */
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import type { RunEvent } from '../engine/contract/run-events.ts';
import { createWorkspace, readFolder } from './workspace.ts';
import type * as LibraryModule from '../engine/cli/library.ts';

type Library = typeof LibraryModule;

const built = fileURLToPath(new URL('../dist/node/library.js', import.meta.url));

test('after a cancel nothing is written, the run ends as cancelled, and the engine goes on', async () => {
  const { openEngine, loadPipeline } = (await import(pathToFileURL(built).href)) as Library;
  const workspace = createWorkspace();
  const engine = await openEngine({ baseDirectory: `${workspace.folder}/examples`, workers: 2 });
  try {
    const document = await loadPipeline(workspace.pipeline('late-flights'));
    const controller = new AbortController();
    const events: RunEvent[] = [];
    const cancelled = engine.run(document, {
      signal: controller.signal,
      onEvent: (event) => {
        events.push(event);
        if (event.type === 'stage-started') controller.abort();
      },
    });
    await expect(cancelled).rejects.toMatchObject({ error: { kind: 'cancelled' } });
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', status: 'cancelled' });
    expect(events.filter(({ type }) => type === 'file-written')).toEqual([]);
    expect([...readFolder(workspace.outputs).keys()]).toEqual([]);

    const { files } = await engine.run(document);
    expect(files).toHaveLength(3);
  } finally {
    await engine.close();
    workspace.remove();
  }
});
