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
import { isHeld, lockDocument } from '../../platform/tab-lock.ts';
import type { TabLock } from '../../platform/tab-lock.ts';
import type { GivenFile, SessionStore } from '../session-store.ts';
import { keepDataFiles } from './data-files.ts';
import { clearJournal, openInTab, readJournal, setOpenInTab } from './journal.ts';
import { createKeeper, isFull } from './keeper.ts';
import { readText } from './read-text.ts';
import { createSaving } from './save-file.ts';
import type { SaveOutcome } from './save-file.ts';
import { isScarce } from './space.ts';
import { createWorkspaceStore } from './workspace-store.ts';
import type { UnreadableDocument, WorkspaceStore } from './workspace-store.ts';

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
  /** Opens a pipeline file; one that is not understood is shown, and what is open stays open. */
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
  readonly show: (unreadable: UnreadableDocument | undefined) => void;
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
  }

  let entering = Promise.resolve();
  /** One after the other: whoever asked last has the last word. */
  const enter = (entry: Entry): Promise<void> => {
    const entered = entering.then(() => enterNow(entry));
    entering = entered.catch(() => undefined);
    return entered;
  };

  const enterNow = async (entry: Entry): Promise<void> => {
    const { id, document, isStored, modified, file, fileText } = entry;
    const kept = filesOfEmpty();
    await keeper.flush();
    keeper.drop();
    const before = store.getState();
    lock?.release();
    onOpen();
    store.setState({ id, isStored, file, isElsewhere: false, unreadable: undefined });
    setOpenInTab(id);
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
    if (lock !== mine) return;
    documents.open(document, store.getState().isElsewhere ? { readOnly: ELSEWHERE } : {});
    isOpen = true;
    keeper.follow({ modified, fileText });
    store.setState({ status: 'open' });
    await files.load(id, kept);
    // Nobody touched the document before: its data files have gone over to this one, or are not needed.
    if (before.status === 'open' && !before.isStored && before.id !== id) {
      void files.forget(before.id);
    }
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

  const find = async (id: string): Promise<StoredDocument | undefined> => {
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
  };

  const openRecord = async (record: StoredDocument): Promise<boolean> => {
    const read = readText(record.text, registry);
    if (!read.ok) {
      const { name, text } = record;
      store.setState({ unreadable: { name, text, diagnostics: read.diagnostics } });
      return false;
    }
    const { id, modified, file } = record;
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
    if (!read.ok) {
      store.setState({ unreadable: { name, text, diagnostics: read.diagnostics } });
      return false;
    }
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
    const record = await find(id);
    return record !== undefined && (await openRecord(record));
  };

  return {
    store,
    library,
    host,
    start: async () => {
      const mine = openInTab();
      const last = mine === undefined ? (await library.recent())[0]?.id : undefined;
      const id = mine ?? (last !== undefined && !(await isHeld(last)) ? last : undefined);
      const record = id === undefined ? undefined : await find(id);
      if (record !== undefined && (await openRecord(record))) return;
      const isFree = record === undefined && id !== undefined;
      const document = emptyDocument(UNTITLED);
      const { unreadable } = store.getState();
      await enter({ id: isFree ? id : newId(), document, isStored: false, modified: 0 });
      store.setState({ unreadable });
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
      if (!read.ok) {
        const { name } = documents.getState().document;
        store.setState({ unreadable: { name, text, diagnostics: read.diagnostics } });
        return;
      }
      await keeper.addVersion('before');
      documents.seal();
      documents.execute(replaceDocument(read.document));
    },
    takeOver: async () => {
      await lock?.takeOver();
    },
    unlockFiles: files.unlock,
    refreshFiles: files.refresh,
    show: (unreadable) => store.setState({ unreadable }),
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

/** The text of the file, where it is known: it is not kept apart from the document's. */
const fileTextOf = ({ file }: StoredDocument, text: string): string | undefined =>
  file?.matches === true ? text : undefined;

/** `randomUUID` is there on secure origins alone. */
const newId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(12))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

/** The document in the library that a file was opened as before. */
async function recordOf(
  library: DocumentLibrary,
  name: string,
  text: string,
  handle: FileSystemFileHandle | undefined,
): Promise<StoredDocument | undefined> {
  for (const { id, file } of await library.recent()) {
    if (file?.name !== name) continue;
    if (handle !== undefined && file.handle !== undefined) {
      if (await handle.isSameEntry(file.handle)) return library.get(id);
    } else {
      const record = await library.get(id);
      if (record?.text === text) return record;
    }
  }
  return undefined;
}
