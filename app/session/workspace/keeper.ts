/** Stores the open document in the library as it is edited, and versions of it to return to. */
import { formatDocument } from '../../../engine/document/format.ts';
import type { DocumentStore } from '../../document/document-store.ts';
import type { DocumentLibrary, NewVersion, VersionReason } from '../../platform/document-library.ts';
import { versionsToDrop } from '../../platform/versions.ts';
import { createAutosave } from './autosave.ts';
import { clearJournal, writeJournal } from './journal.ts';
import type { WorkspaceStore } from './workspace-store.ts';

export interface Keeper {
  /** The document that is open now, which was opened with this state of its file. */
  readonly follow: (opened: {
    readonly modified: number;
    readonly fileText: string | undefined;
  }) => void;
  /** The file has this text now. */
  readonly setFileText: (text: string) => void;
  /** Stores it though nobody touched it. */
  readonly touch: () => void;
  readonly flush: () => Promise<void>;
  /** Stores nothing more of the open document. */
  readonly drop: () => void;
  readonly addVersion: (reason: VersionReason) => Promise<void>;
  /** The tab may go now: what is not stored yet is put where it is found again. False: it is lost. */
  readonly rescue: () => boolean;
  readonly stop: () => void;
}

/** Milliseconds between two versions of a document that is edited. */
const VERSION_EVERY = 5 * 60_000;

export function createKeeper(
  documents: DocumentStore,
  workspace: WorkspaceStore,
  library: DocumentLibrary,
  onStored: () => void,
  now: () => number = Date.now,
): Keeper {
  let fileText: string | undefined;
  let modified = 0;
  let lastVersion = 0;
  let adding = Promise.resolve();

  const currentText = (): string => formatDocument(documents.getState().document);

  const put = async (): Promise<void> => {
    const { id, file } = workspace.getState();
    const { document } = documents.getState();
    const text = formatDocument(document);
    const kept = file === undefined ? {} : { file: { ...file, matches: text === fileText } };
    modified = now();
    const record = {
      id,
      name: document.name,
      text,
      steps: Object.keys(document.nodes).length,
      modified,
      ...kept,
    };
    try {
      await library.put(record);
    } catch (thrown) {
      if (!isFull(thrown)) throw thrown;
      await dropVersions(id);
      await library.put(record);
    }
    clearJournal(id);
    // Another document may be open by now.
    if (workspace.getState().id === id) {
      const storage = library.isKept ? 'kept' : 'denied';
      workspace.setState(({ revision }) => ({
        isStored: true,
        storage,
        ...kept,
        revision: revision + 1,
      }));
      onStored();
    }
    if (now() - lastVersion > VERSION_EVERY) await addVersion('edited');
  };

  const autosave = createAutosave(put, (saving, thrown) => {
    if (saving !== 'failed') workspace.setState({ saving });
    else workspace.setState({ saving, storage: isFull(thrown) ? 'full' : 'failed' });
  });

  /** Room for the document itself, which is worth more than its past. */
  const dropVersions = async (id: string): Promise<void> => {
    const versions = await library.versions(id);
    await library.removeVersions(versions.map((version) => version.id));
  };

  /** Of the document as it is now, however long the versions before take. */
  const addVersion = (reason: VersionReason): Promise<void> => {
    const { id } = workspace.getState();
    const { document } = documents.getState();
    const text = formatDocument(document);
    const steps = Object.keys(document.nodes).length;
    lastVersion = now();
    const version = { document: id, text, steps, time: lastVersion, reason };
    const added = adding.then(() => keepVersion(version));
    adding = added.catch(() => undefined);
    return added;
  };

  const keepVersion = async (version: NewVersion): Promise<void> => {
    const { document: id, text, time } = version;
    const versions = await library.versions(id);
    if (versions.at(-1)?.text === text) return;
    try {
      await library.addVersion(version);
    } catch (thrown) {
      if (!isFull(thrown)) throw thrown;
      return;
    }
    await library.removeVersions(versionsToDrop(await library.versions(id), time));
    // Whoever looks at the versions looks again.
    workspace.setState(({ revision }) => ({ revision: revision + 1 }));
  };

  const stop = documents.subscribe((state, before) => {
    if (state.document === before.document || state.opened !== before.opened) return;
    const { file } = workspace.getState();
    if (file?.matches === true) workspace.setState({ file: { ...file, matches: false } });
    autosave.touch();
  });

  return {
    follow: (opened) => {
      ({ fileText, modified } = opened);
      lastVersion = now();
    },
    setFileText: (text) => {
      fileText = text;
    },
    touch: autosave.touch,
    flush: autosave.flush,
    drop: autosave.drop,
    addVersion,
    rescue: () => {
      const { id, file, storage, isStored, isElsewhere } = workspace.getState();
      if (isElsewhere) return true;
      if (autosave.state() === 'clean') {
        return library.isKept || !isStored || (storage === 'denied' && file?.matches === true);
      }
      const written = writeJournal(id, {
        text: currentText(),
        time: Math.max(now(), modified + 1),
      });
      void autosave.flush();
      return written && library.isKept;
    },
    stop,
  };
}

/** Whether something could not be stored because there is no room. */
export const isFull = (thrown: unknown): boolean =>
  thrown instanceof DOMException && thrown.name === 'QuotaExceededError';
