/** All rows of one output, kept by the workers and read in windows. */
import type { PipelineDocument } from '../document/schema.ts';
import { findTarget } from './collect-targets.ts';
import type { OpenOptions, OpenedRows } from './engine-api.ts';
import { createServices } from './engine-parts.ts';
import type { EngineParts } from './engine-parts.ts';
import { prepareDocument } from './prepare-document.ts';
import { parseTarget, refuseErrors } from './prepare.ts';
import { keysOf } from './relation-key.ts';
import { withRun } from './run-lifecycle.ts';
import { storeRows } from './stored-rows.ts';
import { keepOpened } from './whole-rows.ts';

export const openDocument = (
  parts: EngineParts,
  document: PipelineDocument,
  options: OpenOptions,
): Promise<OpenedRows> =>
  withRun(parts, document, options, async (run) => {
    const { key } = parseTarget(options.target, document, parts.registry);
    const { plan, diagnostics } = await prepareDocument(parts, document, options, [options.target]);
    refuseErrors(diagnostics);
    const services = createServices(parts, plan, run);
    const { relation, schema } = findTarget(key, plan);
    const stored = await storeRows(parts, relation, services);
    const { rows, bytes, read } = stored;
    const keyOf = keysOf(plan);
    const content = keyOf(relation);
    parts.opened.set(content, stored);
    parts.computed.add([relation], keyOf);
    keepOpened(parts, content, stored, schema);
    const close = (): Promise<void> => {
      if (parts.opened.get(content) === stored) parts.opened.delete(content);
      return stored.close();
    };
    return { target: key, schema, rows, bytes, read, close };
  });
