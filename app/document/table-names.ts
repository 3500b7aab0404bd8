/** What the rows of a step may be called. Pure. */
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { upstreamOf } from './edges.ts';

/** Names and captions of the step and of those before it, and of the files that these read. */
export const tableNames = (document: PipelineDocument, step: string): readonly string[] =>
  [step, ...upstreamOf(document, step)].flatMap((id) => {
    const node = document.nodes[id];
    const path = node?.params['path'];
    return [
      id,
      ...(node?.title === undefined ? [] : [node.title]),
      ...(typeof path === 'string' ? [stemOf(path)] : []),
    ];
  });

const stemOf = (path: string): string => path.replace(/^.*\//, '').replace(/\..*$/, '');
