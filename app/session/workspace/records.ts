/** Documents in the library: which one a file is, what of a document was written last. */
import type { NodeRegistry } from '../../../engine/contract/node-definition.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import type {
  DocumentLibrary,
  StoredDocument,
  StoredFileReference,
} from '../../platform/document-library.ts';
import { isSameFile } from '../../platform/file-reference.ts';
import type { FileReference } from '../../platform/file-reference.ts';
import type { InspectedText, Inspection } from './inspect-text.ts';
import { readJournal } from './journal.ts';
import { readText } from './read-text.ts';

/** `randomUUID` is there on secure origins alone. */
export const newId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(12))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

/** The text of the file, where it is known: it is not kept apart from the document's. */
export const fileTextOf = ({ file }: StoredDocument, text: string): string | undefined =>
  file?.matches === true ? text : undefined;

/** A document as it was last written, be it in the hurry of a closing tab. */
export async function findRecord(
  library: DocumentLibrary,
  registry: NodeRegistry,
  id: string,
): Promise<StoredDocument | undefined> {
  const record = await library.get(id);
  const journal = readJournal(id);
  if (journal === undefined || journal.time <= (record?.modified ?? 0)) return record;
  const read = readText(journal.text, registry);
  if (!read.ok) return record;
  const { document, text } = read;
  return {
    ...record,
    id,
    name: document.name,
    text,
    steps: Object.keys(document.nodes).length,
    modified: journal.time,
    ...(record?.file === undefined ? {} : { file: { ...record.file, matches: false } }),
  };
}

/** The document that a file was opened as before. */
export async function recordOf(
  library: DocumentLibrary,
  name: string,
  text: string,
  handle: FileReference | undefined,
): Promise<StoredDocument | undefined> {
  for (const { id, file, isInspected } of await library.recent()) {
    if (file?.name !== name || isInspected === true) continue;
    if (handle !== undefined && file.handle !== undefined) {
      if (await isSameFile(handle, file.handle)) return library.get(id);
    } else {
      const record = await library.get(id);
      if (record?.text === text) return record;
    }
  }
  return undefined;
}

/** Characters of a file that is kept though it is only looked at. */
const LONGEST_KEPT = 4_000_000;

interface InspectedEntry {
  readonly id: string;
  readonly document: PipelineDocument;
  readonly isStored: boolean;
  readonly modified: number;
  readonly file: StoredFileReference;
  readonly inspection: Inspection;
}

/** Keeps a file that is looked at, byte for byte, so that a reload shows it again. */
export async function keepInspected(
  library: DocumentLibrary,
  { inspection, document }: InspectedText,
  handle: FileReference | undefined,
): Promise<InspectedEntry> {
  const { name, text } = inspection;
  const file = { name, matches: true, ...(handle === undefined ? {} : { handle }) };
  const [id, modified] = [(await inspectedBefore(library, name, text)) ?? newId(), Date.now()];
  const steps = Object.keys(document.nodes).length;
  const record = { id, name: document.name, text, steps, modified, file, isInspected: true };
  const stored =
    text.length > LONGEST_KEPT ? Promise.reject(new Error('too long')) : library.put(record);
  const isStored = await stored.then(
    () => true,
    () => false,
  );
  return { id, document, isStored, modified, file, inspection };
}

async function inspectedBefore(
  library: DocumentLibrary,
  name: string,
  text: string,
): Promise<string | undefined> {
  for (const { id, file, isInspected } of await library.recent()) {
    if (isInspected !== true || file?.name !== name) continue;
    if ((await library.get(id))?.text === text) return id;
  }
  return undefined;
}
