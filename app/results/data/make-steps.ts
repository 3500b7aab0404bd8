/** A view made real: its steps behind the output it looks at. */
import type { NodeRegistry } from '../../../engine/contract/node-definition.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import { parseInput } from '../../../engine/document/schema.ts';
import type { Command } from '../../document/command.ts';
import { insertAfter } from '../../document/commands/insert-after.ts';
import { freeId } from '../../document/commands/steps.ts';
import { outPorts } from '../../document/edges.ts';
import type { RowView, ViewStep } from '../../session/row-view.ts';
import { viewSteps } from '../../session/row-view.ts';

/** Canvas units between a step and the next one. */
const STRIDE = 260;

/**
 * @param columns to give out, in their order; absent: as they are
 * @returns the last new step as well, to be shown; undefined when there is nothing to make
 */
export function makeSteps(
  document: PipelineDocument,
  view: RowView,
  registry: NodeRegistry,
  columns?: readonly string[],
): { readonly command: Command; readonly step: string } | undefined {
  const steps = [...viewSteps(document, view), ...selectStep(document, view, columns)];
  const last = steps.at(-1);
  const { node, port = 'output' } = parseInput(view.target);
  const before = document.nodes[node];
  if (last === undefined || before === undefined) return undefined;
  const [x, y] = document.canvas?.positions?.[node] ?? [0, 0];
  const command = insertAfter({
    steps: steps.map((step, i) => ({ ...step, position: [x + STRIDE * (i + 1), y + 90] as const })),
    after: { node, port, isFirstPort: outPorts(before, registry)[0] === port },
    last: `${last.id}.${last.port}`,
  });
  return { command, step: last.id };
}

function selectStep(
  document: PipelineDocument,
  view: RowView,
  columns: readonly string[] | undefined,
): readonly ViewStep[] {
  if (columns === undefined || columns.length === 0) return [];
  const before = viewSteps(document, view).at(-1);
  const input = before === undefined ? view.target : `${before.id}.${before.port}`;
  return [
    {
      id: freeId(document, 'select'),
      node: {
        type: 'columns.select',
        inputs: { input },
        params: { columns: columns.map((column) => ({ column })) },
      },
      port: 'output',
    },
  ];
}
