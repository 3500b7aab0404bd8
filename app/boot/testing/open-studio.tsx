/** Widgets as the studio mounts them: real stores, and the real engine, started once for all tests. */
import type { ReactNode } from 'react';
import { onTestFinished, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { emptyDocument } from '../../../engine/document/schema.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import { registry } from '../../../nodes/registry.ts';
import { createDocumentStore } from '../../document/document-store.ts';
import { createBrowserHost } from '../../platform/browser-host.ts';
import type { Computer } from '../../platform/computer.ts';
import { createDataCopies } from '../../platform/data-copies.ts';
import { createMemoryLibrary } from '../../platform/memory-library.ts';
import { StudioProvider, createStudio } from '../../session/studio.ts';
import type { Studio } from '../../session/studio.ts';
import { TooltipProvider } from '../../ui/Tooltip.tsx';
import { createEngineClient } from '../engine-client.ts';

type Params = Readonly<Record<string, unknown>>;

export interface TestStep {
  readonly type: string;
  readonly inputs?: Readonly<Record<string, string | readonly string[]>>;
  readonly params: Params;
}

const engine = createEngineClient({ workers: 1 });
let starting: ReturnType<typeof engine.start> | undefined;

/** A step with one input. */
export const step = (type: string, params: Params = {}, input = 'source'): TestStep => ({
  type,
  inputs: { input },
  params,
});

/** A source with columns of these types and perhaps rows. */
export const source = (
  columns: Readonly<Record<string, string>>,
  rows: readonly (readonly unknown[])[] = [],
): TestStep => ({
  type: 'input.inline',
  params: { columns: Object.entries(columns).map(([name, type]) => ({ name, type })), rows },
});

/** A studio with a pipeline that has been checked, and one of its steps selected. */
export async function openStudio(
  nodes: Readonly<Record<string, TestStep>>,
  selected: string,
  parameters: PipelineDocument['parameters'] = {},
  computer?: Computer,
): Promise<Studio> {
  starting ??= engine.start(() => undefined);
  const started = await starting;
  if (!started.ok) throw new Error(started.error.message);
  const documents = createDocumentStore(emptyDocument('Widgets'));
  const platform = {
    host: createBrowserHost('Pipeline'),
    library: createMemoryLibrary(),
    copies: createDataCopies(async () => undefined),
  };
  const studio = createStudio(documents, engine, registry, platform, computer);
  onTestFinished(studio.close);
  documents.open({ ...emptyDocument('Widgets'), nodes, parameters } as PipelineDocument);
  studio.session.setState({ engine: { status: 'ready', workers: started.value.workers } });
  studio.select([selected]);
  await untilChecked(studio);
  return studio;
}

/** The engine has said what it thinks of the document as it is. */
export const untilChecked = ({ session }: Studio): Promise<void> =>
  vi.waitFor(
    () => {
      if (session.getState().check.status !== 'done') throw new Error('not checked yet');
    },
    { timeout: 30_000 },
  );

export const paramsOf = ({ documents }: Studio, id: string): Params | undefined =>
  documents.getState().document.nodes[id]?.params;

/** Mounts a part of the studio in a box of its usual size. */
export async function show(studio: Studio, part: ReactNode, width = 340, height = 800) {
  const screen = await render(
    <StudioProvider value={studio}>
      <TooltipProvider>
        <div
          style={{
            width,
            height,
            display: 'grid',
            gridTemplate: 'minmax(0, 1fr) / minmax(0, 1fr)',
          }}
        >
          {part}
        </div>
      </TooltipProvider>
    </StudioProvider>,
  );
  onTestFinished(() => screen.unmount());
  return screen;
}
