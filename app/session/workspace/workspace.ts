/**
 * The open document as something that is kept: opened, stored as it is edited, saved to a file,
 * returned to earlier versions, and edited by one tab at a time.
 */
import type { NodeRegistry } from '../../../engine/contract/node-definition.ts';
import { emptyDocument } from '../../../engine/document/schema.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import { replaceDocument } from '../../document/commands/whole.ts';
import type { DocumentStore } from '../../document/document-store.ts';
import type { DataCopies } from '../../platform/data-copies.ts';
import type {
  DocumentLibrary,
  DocumentSummary,
  StoredDocument,
  StoredFileReference,
  StoredVersion,
} from '../../platform/document-library.ts';
import type { Host, OpenedFile } from '../../platform/host.ts';
import { isHeld } from '../../platform/tab-lock.ts';
import type { SessionStore } from '../session-store.ts';
import { keepDataFiles } from './data-files.ts';
import { clearJournal, openInTab, readJournal } from './journal.ts';
import { createKeeper, isFull } from './keeper.ts';
import { canCopy, inspectText } from './inspect-text.ts';
import { createOpening } from './opening.ts';
import { readText } from './read-text.ts';
import { fileTextOf, findRecord, keepInspected, newId, recordOf } from './records.ts';
import { createSaving } from './save-file.ts';
import type { SaveOutcome } from './save-file.ts';
import { isScarce } from './space.ts';
import { createWorkspaceStore } from './workspace-store.ts';
import type { WorkspaceStore } from './workspace-store.ts';

/** Where documents are kept, and how files are reached. */
export interface Platform {
  readonly host: Host;
  readonly library: DocumentLibrary;
  readonly copies: DataCopies;
}

export interface Workspace {
  readonly store: WorkspaceStore;
  readonly library: DocumentLibrary;
  readonly host: Host;
  /** Opens what this tab had open, else what was edited last and is not open in another tab. */
  readonly start: () => Promise<void>;
  /** A new pipeline: an empty one, or e.g. a sample. What is open is stored before. */
  readonly create: (document?: PipelineDocument) => Promise<void>;
  /** Opens a pipeline file; false for one that is not understood in full: it is there to be looked at. */
  readonly openFile: (file: OpenedFile) => Promise<boolean>;
  /** Asks for a file and opens it. */
  readonly pick: () => Promise<void>;
  readonly openStored: (id: string) => Promise<boolean>;
  readonly recent: () => Promise<readonly DocumentSummary[]>;
  /** Removes a pipeline from the library; its file stays. */
  readonly forget: (id: string) => Promise<void>;
  /** Writes to the pipeline's file; asks for one when there is none. */
  readonly save: (options?: { readonly overwrite?: boolean }) => Promise<SaveOutcome>;
  readonly saveAs: () => Promise<SaveOutcome>;
  /** Of the open document, newest first. */
  readonly versions: () => Promise<readonly StoredVersion[]>;
  /** Puts a version in the place of the open document, as one entry of the history. */
  readonly restore: (version: StoredVersion) => Promise<void>;
  /** Edits here what another tab edits. */
  readonly takeOver: () => Promise<void>;
  /** Asks for the data files that the browser has locked; call it from a gesture. */
  readonly unlockFiles: () => Promise<void>;
  /** Reads data files again that have changed on the disk. */
  readonly refreshFiles: () => Promise<void>;
  /** Goes on with a copy of the file that is looked at; the file stays as it is. */
  readonly editCopy: () => Promise<void>;
  /** Closes the file that is looked at: what was open before it is open again. */
  readonly closeInspected: () => Promise<void>;
  readonly flush: () => Promise<void>;
  /** Before the tab goes. False: something would be lost. */
  readonly rescue: () => boolean;
  readonly stop: () => void;
}

export const UNTITLED = 'Untitled';

/** @param onOpen the studio forgets what it knows of the document before */
export function createWorkspace(
  documents: DocumentStore,
  session: SessionStore,
  registry: NodeRegistry,
  { host, library, copies }: Platform,
  onOpen: () => void,
): Workspace {
  const store = createWorkspaceStore(newId());
  store.setState({ storage: library.isKept ? 'kept' : 'denied' });
  const keeper = createKeeper(documents, store, library, () => {
    opening.announceStored();
    void lookAtSpace();
  });
  const lookAtSpace = async (): Promise<void> => {
    const isSpaceScarce = isScarce(await host.estimate());
    if (isSpaceScarce !== store.getState().isSpaceScarce) store.setState({ isSpaceScarce });
  };
  const files = keepDataFiles(session, store, library, copies, host.persist);
  const saving = createSaving(documents, store, host, keeper);
  const opening = createOpening({
    documents,
    session,
    registry,
    store,
    library,
    files,
    keeper,
    onOpen,
  });
  const { takeTurn, enter } = opening;

  const openRecord = async (record: StoredDocument, turn: number): Promise<boolean> => {
    const { id, name, text, modified, file } = record;
    const read = readText(text, registry);
    // Steps that are not known may be in what was edited here.
    if (!read.ok || record.isInspected === true) {
      const inspected = await inspectText(file?.name ?? name, text, read, registry);
      if (inspected !== undefined) {
        const isStored = true;
        await enter({ id, ...inspected, isStored, modified, file }, turn);
        return true;
      }
    }
    if (!read.ok) return false;
    const { document } = read;
    const fileText = fileTextOf(record, read.text);
    const onOpened = (): Promise<void> => {
      if (readJournal(id) !== undefined) keeper.touch();
      return keeper.addVersion('opened');
    };
    await enter({ id, document, isStored: true, modified, file, fileText, onOpened }, turn);
    return true;
  };

  const create = async (document?: PipelineDocument): Promise<void> => {
    const entry = { id: newId(), isStored: false, modified: 0 };
    await enter(
      document === undefined
        ? { ...entry, document: emptyDocument(UNTITLED) }
        : { ...entry, document, onOpened: keeper.touch },
      takeTurn(),
    );
  };

  const openFile = async ({ name, text, handle, modified }: OpenedFile): Promise<boolean> => {
    const turn = takeTurn();
    const read = readText(text, registry);
    const inspected = await inspectText(name, text, read, registry);
    if (inspected !== undefined) {
      await enter(await keepInspected(library, inspected, handle), turn);
      return false;
    }
    if (!read.ok) return false;
    await keeper.flush();
    const known = await recordOf(library, name, read.text, handle);
    const { document, text: fileText } = read;
    const file: StoredFileReference = {
      name,
      matches: true,
      ...(handle === undefined ? {} : { handle }),
      ...(modified === undefined ? {} : { modified }),
    };
    const id = known?.id ?? newId();
    // What was edited and never saved to the file stays, as a version.
    if (known !== undefined && known.text !== fileText) {
      const { steps, modified: time } = known;
      const version = { document: id, text: known.text, steps, time, reason: 'before' } as const;
      await library.addVersion(version).catch(unlessFull);
    }
    const { id: here, isElsewhere } = store.getState();
    if (id === here && !isElsewhere) {
      // It is open already: what is selected, and what was run, is of these steps, too.
      documents.open(document);
      store.setState({ file });
      keeper.follow({ modified: Date.now(), fileText });
      keeper.touch();
      return true;
    }
    const [isStored, modifiedHere, onOpened] = [known !== undefined, Date.now(), keeper.touch];
    await enter({ id, document, isStored, modified: modifiedHere, file, fileText, onOpened }, turn);
    return true;
  };

  const openStored = async (id: string): Promise<boolean> => {
    if (id === store.getState().id) return true;
    const turn = takeTurn();
    const record = await findRecord(library, registry, id);
    return record !== undefined && (await openRecord(record, turn));
  };

  return {
    store,
    library,
    host,
    start: async () => {
      const turn = takeTurn();
      const mine = openInTab();
      const edited = (await library.recent()).filter(({ isInspected }) => isInspected !== true);
      const last = mine === undefined ? edited[0]?.id : undefined;
      const id = mine ?? (last !== undefined && !(await isHeld(last)) ? last : undefined);
      const record = id === undefined ? undefined : await findRecord(library, registry, id);
      if (record !== undefined && (await openRecord(record, turn))) return;
      const isFree = record === undefined && id !== undefined;
      const document = emptyDocument(UNTITLED);
      await enter({ id: isFree ? id : newId(), document, isStored: false, modified: 0 }, turn);
    },
    create,
    openFile,
    pick: async () => {
      const file = await host.pickPipeline();
      if (file !== undefined) await openFile(file);
    },
    openStored,
    recent: library.recent,
    forget: async (id) => {
      if (id === store.getState().id) await create();
      await files.forget(id);
      await library.remove(id);
      clearJournal(id);
      store.setState(({ revision }) => ({ revision: revision + 1 }));
    },
    save: async (options) => {
      // Pressed in time, it means what is being opened.
      await opening.settled();
      return saving.save(options);
    },
    saveAs: async () => {
      await opening.settled();
      return saving.saveAs();
    },
    versions: async () => {
      const versions = await library.versions(store.getState().id);
      return versions.toReversed();
    },
    restore: async ({ text }) => {
      const read = readText(text, registry);
      // The list of versions says of such a one that it cannot be read.
      if (!read.ok) return;
      await keeper.addVersion('before');
      documents.seal();
      documents.execute(replaceDocument(read.document));
    },
    takeOver: opening.takeOver,
    unlockFiles: files.unlock,
    refreshFiles: files.refresh,
    editCopy: async () => {
      const { inspection, id } = store.getState();
      if (inspection === undefined || !canCopy(inspection)) return documents.refuse();
      const { document } = documents.getState();
      const { files: given } = session.getState();
      const onOpened = keeper.touch;
      await enter(
        { id: newId(), document, isStored: false, modified: 0, files: given, onOpened },
        takeTurn(),
      );
      await files.forget(id);
    },
    closeInspected: async () => {
      const before = opening.cameFrom();
      if (before === undefined || !(await openStored(before))) await create();
    },
    flush: keeper.flush,
    rescue: keeper.rescue,
    stop: () => {
      keeper.stop();
      files.stop();
      opening.release();
    },
  };
}

/** Without room for what was, what is can be opened all the same. */
function unlessFull(thrown: unknown): void {
  if (!isFull(thrown)) throw thrown;
}
