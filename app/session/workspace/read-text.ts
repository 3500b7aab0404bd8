/** Text of a pipeline file → a document as this Sluice edits it. */
import type { Diagnostic } from '../../../engine/contract/diagnostic.ts';
import type { NodeRegistry } from '../../../engine/contract/node-definition.ts';
import { formatDocument } from '../../../engine/document/format.ts';
import { migrateDocument } from '../../../engine/document/migrate.ts';
import { parseDocument } from '../../../engine/document/parse.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';

export type ReadText =
  | {
      readonly ok: true;
      /** Params at the versions that this Sluice knows. */
      readonly document: PipelineDocument;
      /** Canonical text of what was read, before any migration. */
      readonly text: string;
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export function readText(text: string, registry: NodeRegistry): ReadText {
  const parsed = parseDocument(text);
  if (!parsed.ok) return parsed;
  const { document } = migrateDocument(parsed.document, registry);
  return { ok: true, document, text: formatDocument(parsed.document) };
}
