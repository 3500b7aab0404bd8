import type { PipelineDocument } from '../document/schema.ts';

/** Title and note of a step: what people wrote of it. */
export function commentOf(document: PipelineDocument, node: string): string | undefined {
  const step = document.nodes[node];
  const lines = [step?.title, step?.note].filter((text) => text !== undefined && text !== '');
  return lines.length === 0 ? undefined : lines.join('\n');
}
