/**
 * The open document as something that is kept: opened, stored as it is edited, saved to a file,
 * returned to earlier versions, and edited by one tab at a time.
 */
import type { NodeRegistry } from '../../../engine/contract/node-definition.ts';
import { emptyDocument } from '../../../engine/document/schema.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import { replaceDocument } from '../../document/commands/whole.ts';
import type { Message } from '../../document/command.ts';
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
import { isHeld, lockDocument } from '../../platform/tab-lock.ts';
import type { TabLock } from '../../platform/tab-lock.ts';
import type { GivenFile, SessionStore } from '../session-store.ts';
import { keepDataFiles } from './data-files.ts';
import { clearJournal, openInTab, readJournal, setOpenInTab } from './journal.ts';
import { createKeeper, isFull } from './keeper.ts';
import { canCopy, inspectText } from './inspect-text.ts';
import type { Inspection } from './inspect-text.ts';
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
  let lock: TabLock | undefined;
  const keeper = createKeeper(documents, store, library, () => {
    lock?.announceStored();
    void lookAtSpace();
  });
  const lookAtSpace = async (): Promise<void> => {
    const isSpaceScarce = isScarce(await host.estimate());
    if (isSpaceScarce !== store.getState().isSpaceScarce) store.setState({ isSpaceScarce });
  };
  const files = keepDataFiles(session, store, library, copies, host.persist);
  const saving = createSaving(documents, store, host, keeper);

  interface Entry {
    readonly id: string;
    readonly document: PipelineDocument;
    readonly isStored: boolean;
    readonly modified: number;
    readonly file?: StoredFileReference | undefined;
    readonly fileText?: string | undefined;
    readonly inspection?: Inspection;
    /** Data files that go over to it. */
    readonly files?: readonly GivenFile[];
  }

  /** What was edited before a file was looked at. */
  let cameFrom: string | undefined;
  let entering = Promise.resolve();
  /** One after the other: whoever asked last has the last word. */
  const enter = (entry: Entry): Promise<void> => {
    const entered = entering.then(() => enterNow(entry));
    entering = entered.catch(() => undefined);
    return entered;
  };

  const enterNow = async (entry: Entry): Promise<void> => {
    const { id, document, isStored, file, inspection } = entry;
    const kept = entry.files ?? filesOfEmpty();
    await keeper.flush();
    keeper.drop();
    const before = store.getState();
    lock?.release();
    onOpen();
    if (before.status === 'open' && before.inspection === undefined) cameFrom = before.id;
    store.setState({ id, isStored, file, isElsewhere: false, inspection });
    setOpenInTab(id);
    if (inspection === undefined) {
      if (!(await openLocked(entry))) return;
    } else {
      // Nobody edits it: there is nothing to lock.
      lock = undefined;
      documents.open(document, { readOnly: whyInspected(inspection) });
    }
    store.setState({ status: 'open' });
    await files.load(id, kept);
    // Nobody touched the document before: its data files have gone over to this one, or are not needed.
    if (before.status === 'open' && !before.isStored && before.id !== id) {
      void files.forget(before.id);
    }
  };

  /** False: another document was opened meanwhile. */
  const openLocked = async ({ id, document, modified, fileText }: Entry): Promise<boolean> => {
    let isOpen = false;
    const mine = lockDocument(id, {
      held: () => {
        const wasElsewhere = store.getState().isElsewhere;
        store.setState({ isElsewhere: false });
        if (isOpen && wasElsewhere) void follow(id);
      },
      elsewhere: () => {
        keeper.drop();
        store.setState({ isElsewhere: true });
        if (isOpen) documents.setReadOnly(ELSEWHERE);
      },
      yield: async () => {
        await keeper.flush();
      },
      stored: () => void follow(id),
    });
    lock = mine;
    await mine.known;
    if (lock !== mine) return false;
    documents.open(document, store.getState().isElsewhere ? { readOnly: ELSEWHERE } : {});
    isOpen = true;
    keeper.follow({ modified, fileText });
    return true;
  };

  /** Takes over what another tab has stored, to look at or to go on with. */
  const follow = async (id: string): Promise<void> => {
    const record = await library.get(id);
    if (store.getState().id !== id) return;
    const read = record === undefined ? undefined : readText(record.text, registry);
    const { isElsewhere } = store.getState();
    if (read?.ok !== true || record === undefined) {
      if (!isElsewhere) documents.setReadOnly(undefined);
      return;
    }
    documents.open(read.document, isElsewhere ? { readOnly: ELSEWHERE } : {});
    store.setState({ isStored: true, file: record.file });
    keeper.follow({ modified: record.modified, fileText: fileTextOf(record, read.text) });
  };

  /** Files given before there was a pipeline are meant for the one that is opened next. */
  const filesOfEmpty = (): readonly GivenFile[] =>
    store.getState().status === 'open' &&
    Object.keys(documents.getState().document.nodes).length === 0
      ? session.getState().files
      : [];

  const openRecord = async (record: StoredDocument): Promise<boolean> => {
    const { id, name, text, modified, file } = record;
    const read = readText(text, registry);
    // Steps that are not known may be in what was edited here.
    if (!read.ok || record.isInspected === true) {
      const inspected = await inspectText(file?.name ?? name, text, read, registry);
      if (inspected !== undefined) {
        const isStored = true;
        await enter({ id, ...inspected, isStored, modified, file });
        return true;
      }
    }
    if (!read.ok) return false;
    const { document } = read;
    await enter({
      id,
      document,
      isStored: true,
      modified,
      file,
      fileText: fileTextOf(record, read.text),
    });
    if (store.getState().isElsewhere) return true;
    if (readJournal(id) !== undefined) keeper.touch();
    await keeper.addVersion('opened');
    return true;
  };

  const create = async (document?: PipelineDocument): Promise<void> => {
    const isStored = false;
    await enter({
      id: newId(),
      document: document ?? emptyDocument(UNTITLED),
      isStored,
      modified: 0,
    });
    if (document !== undefined) keeper.touch();
  };

  const openFile = async ({ name, text, handle, modified }: OpenedFile): Promise<boolean> => {
    const read = readText(text, registry);
    const inspected = await inspectText(name, text, read, registry);
    if (inspected !== undefined) {
      await enter(await keepInspected(library, inspected, handle));
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
    await enter({
      id,
      document,
      isStored: known !== undefined,
      modified: Date.now(),
      file,
      fileText,
    });
    if (!store.getState().isElsewhere) keeper.touch();
    return true;
  };

  const openStored = async (id: string): Promise<boolean> => {
    if (id === store.getState().id) return true;
    const record = await findRecord(library, registry, id);
    return record !== undefined && (await openRecord(record));
  };

  return {
    store,
    library,
    host,
    start: async () => {
      const mine = openInTab();
      const edited = (await library.recent()).filter(({ isInspected }) => isInspected !== true);
      const last = mine === undefined ? edited[0]?.id : undefined;
      const id = mine ?? (last !== undefined && !(await isHeld(last)) ? last : undefined);
      const record = id === undefined ? undefined : await findRecord(library, registry, id);
      if (record !== undefined && (await openRecord(record))) return;
      const isFree = record === undefined && id !== undefined;
      const document = emptyDocument(UNTITLED);
      await enter({ id: isFree ? id : newId(), document, isStored: false, modified: 0 });
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
    ...saving,
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
    takeOver: async () => {
      await lock?.takeOver();
    },
    unlockFiles: files.unlock,
    refreshFiles: files.refresh,
    editCopy: async () => {
      const { inspection, id } = store.getState();
      if (inspection === undefined || !canCopy(inspection)) return documents.refuse();
      const { document } = documents.getState();
      const { files: given } = session.getState();
      await enter({ id: newId(), document, isStored: false, modified: 0, files: given });
      keeper.touch();
      await files.forget(id);
    },
    closeInspected: async () => {
      if (cameFrom === undefined || !(await openStored(cameFrom))) await create();
    },
    flush: keeper.flush,
    rescue: keeper.rescue,
    stop: () => {
      keeper.stop();
      files.stop();
      lock?.release();
    },
  };
}

/** Without room for what was, what is can be opened all the same. */
function unlessFull(thrown: unknown): void {
  if (!isFull(thrown)) throw thrown;
}

const ELSEWHERE = { key: 'open-elsewhere' } as const;

const whyInspected = ({ kind, isDrawn }: Inspection): Message => ({
  key: isDrawn ? `read-only-${kind}` : 'read-only-unreadable',
});
