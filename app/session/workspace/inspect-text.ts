/** Text of a pipeline file that is not edited as it is → what can be looked at of it, and why. */
import type { Diagnostic } from '../../../engine/contract/diagnostic.ts';
import type { NodeRegistry } from '../../../engine/contract/node-definition.ts';
import { parseJsonText } from '../../../engine/document/json-text.ts';
import { migrateDocument } from '../../../engine/document/migrate.ts';
import { documentNodes, isNewerFormat } from '../../../engine/document/schema.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import type { LostPart } from '../../../engine/document/salvage.ts';
import type { ReadText } from './read-text.ts';

/**
 * `newer`: of a format that this Sluice does not know. `newer-steps`: of our format, with kinds or
 * versions of steps that it does not know.
 */
export type InspectionKind = 'newer' | 'newer-steps' | 'damaged';

/** A file that is open to be looked at alone. */
export interface Inspection {
  readonly kind: InspectionKind;
  /** Whether there is anything to draw. */
  readonly isDrawn: boolean;
  /** Of the file. */
  readonly name: string;
  /** As it is in the file, which is never written to. */
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
  /** What is in the text and not in what is drawn. */
  readonly lost: readonly LostPart[];
}

export interface InspectedText {
  readonly inspection: Inspection;
  /** What can be drawn. */
  readonly document: PipelineDocument;
}

/** What a file is looked at as; undefined for one that is opened to be edited. */
export async function inspectText(
  name: string,
  text: string,
  read: ReadText,
  registry: NodeRegistry,
): Promise<InspectedText | undefined> {
  if (read.ok) {
    const diagnostics = newerSteps(read.document, text, registry);
    if (diagnostics.length === 0) return undefined;
    const kind = 'newer-steps';
    const inspection = { kind, isDrawn: true, name, text, diagnostics, lost: [] } as const;
    return { inspection, document: read.document };
  }
  const { diagnostics } = read;
  // Seldom needed: not loaded with the studio.
  const { salvageDocument } = await import('../../../engine/document/salvage.ts');
  const { document, format, lost } = salvageDocument(text, titleOf(name));
  const kind = isNewerFormat(format) ? 'newer' : 'damaged';
  const isDrawn = Object.keys(document.nodes).length > 0;
  return {
    inspection: { kind, isDrawn, name, text, diagnostics, lost },
    document: migrateDocument(document, registry).document,
  };
}

/**
 * Whether a copy to edit means what the file means, but for what is listed as lost. What a newer format
 * means is not known, however much it looks like ours.
 */
export const canCopy = ({ kind, isDrawn }: Inspection): boolean => isDrawn && kind !== 'newer';

function newerSteps(
  document: PipelineDocument,
  text: string,
  registry: NodeRegistry,
): Diagnostic[] {
  const unknown = documentNodes(document).flatMap(([node, { type }]): Diagnostic[] => {
    if (registry.get(type) !== undefined) return [];
    const message = `The step "${node}" is of the kind "${type}", which this Sluice does not have.`;
    return [{ severity: 'error', code: 'unknown-node-type', node, message }];
  });
  const newer = migrateDocument(document, registry).diagnostics.filter(
    ({ code }) => code === 'newer-node-version',
  );
  const found = [...unknown, ...newer];
  const json = found.length === 0 ? undefined : parseJsonText(text);
  return found.map((diagnostic) => {
    if (json?.ok !== true || diagnostic.node === undefined) return diagnostic;
    const start = json.locate(['nodes', diagnostic.node]).offset;
    return { ...diagnostic, start, end: start + JSON.stringify(diagnostic.node).length };
  });
}

/** `orders.sluice.json` → `orders`. */
const titleOf = (file: string): string => file.replace(/(?:\.sluice)?\.json$/i, '') || file;
