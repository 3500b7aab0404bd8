/** Steps put behind an output. */
import { inputList, parseInput } from '../../../engine/document/schema.ts';
import type { DocumentInput } from '../../../engine/document/schema.ts';
import type { Command } from '../command.ts';
import { addSteps, setEdges } from './steps.ts';
import type { NewStep } from './steps.ts';

export interface StepChain {
  /** The first reads `after`; each one reads the one before. */
  readonly steps: readonly NewStep[];
  /** Output that they stand behind. */
  readonly after: { readonly node: string; readonly port: string; readonly isFirstPort: boolean };
  /** Output of the last step: what read `after` reads it. */
  readonly last: string;
}

/** Puts steps behind an output: whatever read it reads the last of them. */
export const insertAfter = ({ steps, after, last }: StepChain): Command => ({
  label: { key: 'insert', values: { title: steps[0]?.id ?? '' } },
  change: (draft) => {
    const isAfter = (text: string): boolean => {
      const { node, port } = parseInput(text);
      return node === after.node && (port === undefined ? after.isFirstPort : port === after.port);
    };
    for (const [reader, node] of Object.entries(draft.nodes)) {
      for (const [port, input] of Object.entries(node.inputs ?? {})) {
        const edges = inputList(input as DocumentInput);
        if (!edges.some(isAfter)) continue;
        setEdges(
          draft,
          reader,
          port,
          edges.map((text) => (isAfter(text) ? last : text)),
        );
      }
    }
    addSteps(steps).change(draft);
  },
});
