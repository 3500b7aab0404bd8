import { describe, expect, it, vi } from 'vitest';
import { formatDocument } from '../../../engine/document/format.ts';
import { EXAMPLE } from '../../../engine/document/testing/documents.ts';
import { registry } from '../../../nodes/registry.ts';
import { emptyDocument } from '../../../engine/document/schema.ts';
import { setName } from '../../document/commands/params.ts';
import { createDocumentStore } from '../../document/document-store.ts';
import type { DataCopies } from '../../platform/data-copies.ts';
import type { DocumentLibrary } from '../../platform/document-library.ts';
import type { Host } from '../../platform/host.ts';
import { createMemoryLibrary } from '../../platform/memory-library.ts';
import { createSessionStore } from '../session-store.ts';
import { createWorkspace } from './workspace.ts';

const TEXT = formatDocument(EXAMPLE);

/** A disk with one folder. */
function createDisk() {
  const files = new Map<string, { text: string; modified: number }>();
  let clock = 0;
  const write = (name: string, text: string): void => {
    clock += 1;
    files.set(name, { text, modified: clock });
  };
  const handleOf = (name: string): FileSystemFileHandle =>
    ({ name, isSameEntry: async (other: { name: string }) => other.name === name }) as never;
  const host: Host = {
    pickPipeline: async () => undefined,
    savePipeline: async (text, name) => {
      write(name, text);
      return { name, handle: handleOf(name), modified: clock };
    },
    hasChanged: async ({ name }, before) =>
      before !== undefined && (files.get(name)?.modified ?? 0) > before,
    download: () => undefined,
    copyText: async () => true,
    persist: async () => true,
    estimate: async () => undefined,
  };
  return { files, write, handleOf, host };
}

function createCopies(): DataCopies & { readonly kept: Map<string, File> } {
  const kept = new Map<string, File>();
  return {
    kept,
    put: async (file) => {
      kept.set(file.name, file);
      return file.name;
    },
    get: async (key) => kept.get(key),
    remove: async (keys) => keys.forEach((key) => kept.delete(key)),
  };
}

/** A studio's keeping part; several on one library are one browser over time. */
async function openStudio(
  library: DocumentLibrary = { ...createMemoryLibrary(), isKept: true },
  disk = createDisk(),
  copies = createCopies(),
) {
  const documents = createDocumentStore(emptyDocument('Untitled'));
  const session = createSessionStore();
  const platform = { host: disk.host, library, copies };
  const workspace = createWorkspace(documents, session, registry, platform, () => undefined);
  await workspace.start();
  return { documents, session, workspace, library, disk, copies };
}

const file = (text: string, name = 'late.sluice.json') => ({ name, text });

describe('a workspace', () => {
  it('opens in the next session what was edited in this one', async () => {
    const first = await openStudio();
    await first.workspace.openFile(file(TEXT));
    first.documents.execute(setName('Later flights'));
    await first.workspace.flush();
    const second = await openStudio(first.library);
    expect(second.documents.getState().document).toEqual({ ...EXAMPLE, name: 'Later flights' });
    expect(second.workspace.store.getState()).toMatchObject({
      status: 'open',
      isStored: true,
      file: { name: 'late.sluice.json', matches: false },
    });
  });

  it('takes over what something else wrote to the open file, and keeps what was there', async () => {
    const { workspace, documents, library, disk } = await openStudio();
    const handle = disk.handleOf('late.sluice.json');
    await workspace.openFile({ ...file(TEXT), handle });
    await workspace.flush();
    const { id } = workspace.store.getState();
    const text = formatDocument({ ...EXAMPLE, name: 'Of another program' });
    await workspace.openFile({ ...file(text), handle, modified: 7 });
    expect(documents.getState().document.name).toBe('Of another program');
    expect(workspace.store.getState()).toMatchObject({ id, file: { matches: true, modified: 7 } });
    await workspace.flush();
    expect((await library.get(id))?.text).toBe(text);
    expect((await library.versions(id)).map((version) => version.text)).toContain(TEXT);
  });

  it('keeps no pipeline that nobody touched', async () => {
    const { workspace } = await openStudio();
    await workspace.create();
    await workspace.flush();
    expect(await workspace.recent()).toEqual([]);
  });

  it('stores the text that a file would have', async () => {
    const { workspace, library, documents } = await openStudio();
    await workspace.create(EXAMPLE);
    documents.execute(setName('A'));
    await workspace.flush();
    const stored = await library.get(workspace.store.getState().id);
    expect(stored?.text).toBe(formatDocument({ ...EXAMPLE, name: 'A' }));
    expect(stored?.steps).toBe(4);
  });

  it('opens what it does not understand to be looked at, and goes back to what was open', async () => {
    const { workspace, library, documents, disk } = await openStudio();
    await workspace.create(EXAMPLE);
    await workspace.flush();
    for (const text of [
      '{ "format": "sluice/7" }',
      '{ "format": ',
      '[]',
      TEXT.replace('"type": "rows.filter"', '"typ": "rows.filter"'),
    ]) {
      const handle = disk.handleOf('bad.sluice.json');
      expect(await workspace.openFile({ ...file(text, 'bad.sluice.json'), handle })).toBe(false);
      const { inspection, id } = workspace.store.getState();
      expect(inspection).toMatchObject({ name: 'bad.sluice.json', text });
      expect(inspection?.diagnostics.length).toBeGreaterThan(0);
      documents.execute(setName('Not taken'));
      expect(await workspace.save({ overwrite: true })).toEqual({ kind: 'refused' });
      expect(await workspace.saveAs()).toEqual({ kind: 'refused' });
      await workspace.flush();
      expect((await library.get(id))?.text).toBe(text);
      await workspace.closeInspected();
      expect(documents.getState().document).toEqual(EXAMPLE);
      expect(documents.getState().readOnly).toBeUndefined();
    }
    expect(disk.files.size).toBe(0);
  });

  it('draws what can be read, and goes on with a copy where that is safe', async () => {
    const { workspace, library, documents, session } = await openStudio();
    const damaged = TEXT.replace('"type": "rows.filter"', '"lane": 2, "type": "rows.filter"');
    await workspace.openFile(file(damaged));
    const { inspection, id } = workspace.store.getState();
    expect(inspection).toMatchObject({ kind: 'damaged', isDrawn: true });
    expect(inspection?.lost.map(({ path }) => path)).toEqual(['nodes.late.lane']);
    expect(documents.getState().document).toEqual(EXAMPLE);
    const refusals: string[] = [];
    documents.onRefused(({ key }) => refusals.push(key));
    documents.execute(setName('Not taken'));
    documents.undo();
    expect(refusals).toEqual(['read-only-damaged', 'read-only-damaged']);
    session.setState({ files: [{ path: 'a.csv', file: new File(['a'], 'a.csv') }] });
    await workspace.editCopy();
    expect(session.getState().files.map(({ path }) => path)).toEqual(['a.csv']);
    documents.execute(setName('Mended'));
    await workspace.flush();
    const now = workspace.store.getState();
    expect(now).toMatchObject({ inspection: undefined, file: undefined });
    expect((await library.get(now.id))?.name).toBe('Mended');
    expect((await library.get(id))?.text).toBe(damaged);
  });

  it('goes on with no copy of a newer format: what it means is not known', async () => {
    const { workspace, documents } = await openStudio();
    await workspace.openFile(file(TEXT.replace('sluice/1', 'sluice/2')));
    expect(workspace.store.getState().inspection).toMatchObject({ kind: 'newer', isDrawn: true });
    await workspace.editCopy();
    expect(documents.getState().readOnly?.key).toBe('read-only-newer');
  });

  it('shows steps of a newer Sluice, and edits a copy that keeps them as they are', async () => {
    const first = await openStudio();
    const text = TEXT.replace('"rows.filter"', '"rows.teleport"');
    await first.workspace.openFile(file(text));
    expect(first.workspace.store.getState().inspection?.diagnostics).toMatchObject([
      { code: 'unknown-node-type', node: 'late' },
    ]);
    // A reload shows it again; another tab begins with what was edited.
    await first.workspace.openStored(first.workspace.store.getState().id);
    const second = await openStudio(first.library);
    expect(second.workspace.store.getState().inspection).toBeUndefined();
    const [recent] = await second.workspace.recent();
    await second.workspace.openStored(recent?.id ?? '');
    expect(second.workspace.store.getState().inspection?.kind).toBe('newer-steps');
    await second.workspace.editCopy();
    second.documents.execute(setName('Mine'));
    await second.workspace.flush();
    const third = await openStudio(first.library);
    expect(third.documents.getState().readOnly).toBeUndefined();
    expect(third.documents.getState().document.nodes['late']?.type).toBe('rows.teleport');
  });

  it('never overwrites a stored pipeline that it does not understand', async () => {
    const library = { ...createMemoryLibrary(), isKept: true };
    const text = '{ "format": "sluice/7", "name": "From the future" }';
    await library.put({ id: 'x', name: 'Future', text, steps: 0, modified: 1 });
    const { workspace, documents } = await openStudio(library);
    expect(workspace.store.getState().inspection?.text).toBe(text);
    documents.execute(setName('Not taken'));
    await workspace.closeInspected();
    documents.execute(setName('New'));
    await workspace.flush();
    expect((await library.get('x'))?.text).toBe(text);
    expect(await library.recent()).toHaveLength(2);
  });

  it('edits on in memory when there is no room, drops versions for room, and stores when there is', async () => {
    const memory = createMemoryLibrary();
    let room = 1;
    const library: DocumentLibrary = {
      ...memory,
      isKept: true,
      put: async (document) => {
        if ((await memory.versions(document.id)).length >= room) {
          throw new DOMException('full', 'QuotaExceededError');
        }
        await memory.put(document);
      },
    };
    const { workspace, documents, library: same } = await openStudio(library);
    await workspace.create(EXAMPLE);
    await workspace.flush();
    const { id } = workspace.store.getState();
    await same.addVersion({ document: id, text: 'x', steps: 0, time: 1, reason: 'edited' });
    documents.execute(setName('Makes room'));
    await workspace.flush();
    expect(await memory.versions(id)).toEqual([]);
    expect((await memory.get(id))?.name).toBe('Makes room');

    room = 0;
    documents.execute(setName('No room'));
    await workspace.flush();
    expect(workspace.store.getState()).toMatchObject({ saving: 'failed', storage: 'full' });
    expect(documents.getState().document.name).toBe('No room');
    expect(workspace.rescue()).toBe(false);

    room = 1;
    documents.execute(setName('Room again'));
    await workspace.flush();
    expect(workspace.store.getState()).toMatchObject({ saving: 'clean', storage: 'kept' });
    expect(workspace.rescue()).toBe(true);
  });

  it('asks before the tab closes where storage is denied and nothing is in a file', async () => {
    const { workspace, documents } = await openStudio(createMemoryLibrary());
    expect(workspace.store.getState().storage).toBe('denied');
    expect(workspace.rescue()).toBe(true);
    documents.execute(setName('Mine'));
    expect(workspace.rescue()).toBe(false);
    await workspace.flush();
    expect(workspace.rescue()).toBe(false);
    await workspace.save();
    expect(workspace.rescue()).toBe(true);
  });
});

describe('saving to a file', () => {
  it('writes canonical text, and knows when there is something to save', async () => {
    const { workspace, documents, disk } = await openStudio();
    await workspace.create(EXAMPLE);
    expect(await workspace.save()).toEqual({
      kind: 'saved',
      name: 'late-flights-by-airport.sluice.json',
    });
    expect(disk.files.get('late-flights-by-airport.sluice.json')?.text).toBe(TEXT);
    expect(workspace.store.getState().file?.matches).toBe(true);
    documents.execute(setName('Other'));
    expect(workspace.store.getState().file?.matches).toBe(false);
    documents.undo();
    await workspace.flush();
    expect(workspace.store.getState().file?.matches).toBe(true);
  });

  it('does not overwrite what another program wrote unless told to', async () => {
    const { workspace, documents, disk } = await openStudio();
    await workspace.create(EXAMPLE);
    await workspace.save();
    const name = 'late-flights-by-airport.sluice.json';
    disk.write(name, 'by an editor');
    documents.execute(setName('Mine'));
    expect(await workspace.save()).toEqual({ kind: 'changed-on-disk', name });
    expect(disk.files.get(name)?.text).toBe('by an editor');
    expect(await workspace.save({ overwrite: true })).toEqual({ kind: 'saved', name });
    expect(disk.files.get(name)?.text).toBe(formatDocument({ ...EXAMPLE, name: 'Mine' }));
  });

  it('says why a file cannot be written, and the pipeline is still to be saved', async () => {
    const disk = createDisk();
    const refused = new Error('The disk is read-only.');
    vi.spyOn(disk.host, 'savePipeline').mockRejectedValueOnce(refused);
    const { workspace } = await openStudio(undefined, disk);
    await workspace.create(EXAMPLE);
    const name = 'late-flights-by-airport.sluice.json';
    expect(await workspace.save()).toEqual({ kind: 'failed', name, reason: refused.message });
    expect(workspace.store.getState().file).toBeUndefined();
  });

  it('opens a file a second time as the same pipeline, and keeps what was never saved to it', async () => {
    const { workspace, documents, disk } = await openStudio();
    const opened = { ...file(TEXT), handle: disk.handleOf('late.sluice.json') };
    await workspace.openFile(opened);
    documents.execute(setName('Never saved'));
    await workspace.create();
    await workspace.openFile(opened);
    await workspace.flush();
    expect(documents.getState().document).toEqual(EXAMPLE);
    expect(await workspace.recent()).toHaveLength(1);
    const texts = (await workspace.versions()).map(({ text }) => text);
    expect(texts.some((text) => text.includes('Never saved'))).toBe(true);
  });
});

describe('versions', () => {
  it('are returned to as one entry of the history', async () => {
    const first = await openStudio();
    await first.workspace.create(EXAMPLE);
    await first.workspace.flush();
    // The next session keeps what the one before left.
    const { workspace, documents } = await openStudio(first.library);
    documents.execute(setName('Edited'));
    await workspace.flush();
    const [opened] = await workspace.versions();
    if (opened === undefined) throw new Error('no version');
    expect(opened.reason).toBe('opened');
    await workspace.restore(opened);
    expect(documents.getState().document).toEqual(EXAMPLE);
    documents.undo();
    expect(documents.getState().document.name).toBe('Edited');
    expect((await workspace.versions()).map(({ reason }) => reason)).toEqual(['before', 'opened']);
  });
});

/** Holds up one call of the library until it is let go. */
function heldUp<K extends 'recent' | 'dataFiles' | 'versions'>(library: DocumentLibrary, call: K) {
  let letGo = (): void => undefined;
  const isLetGo = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const late = async (...args: Parameters<DocumentLibrary[K]>) => {
    await isLetGo;
    return (library[call] as (...all: typeof args) => Promise<unknown>)(...args);
  };
  return { library: { ...library, [call]: late } as DocumentLibrary, letGo };
}

describe('where the browser is slow to read', () => {
  const kept = (): DocumentLibrary => ({ ...createMemoryLibrary(), isKept: true });
  const openLate = (library: DocumentLibrary) => {
    const documents = createDocumentStore(emptyDocument('Untitled'));
    const session = createSessionStore();
    const disk = createDisk();
    const platform = { host: disk.host, library, copies: createCopies() };
    const workspace = createWorkspace(documents, session, registry, platform, () => undefined);
    return { documents, workspace, disk };
  };
  const isOpen = ({ store }: ReturnType<typeof createWorkspace>) =>
    vi.waitFor(() => expect(store.getState().status).toBe('open'));

  it('a version is what was opened, however soon it is edited', async () => {
    const first = await openStudio(kept());
    await first.workspace.create(EXAMPLE);
    await first.workspace.flush();
    const { library, letGo } = heldUp(first.library, 'dataFiles');
    const { documents, workspace } = openLate(library);
    const started = workspace.start();
    await isOpen(workspace);
    documents.execute(setName('Edited at once'));
    letGo();
    await started;
    expect((await workspace.versions()).map(({ text }) => text)).toEqual([TEXT]);
  });

  it('versions that are kept later are told', async () => {
    const first = await openStudio(kept());
    await first.workspace.create(EXAMPLE);
    await first.workspace.flush();
    const { library, letGo } = heldUp(first.library, 'versions');
    const { workspace } = openLate(library);
    const started = workspace.start();
    await isOpen(workspace);
    const { revision } = workspace.store.getState();
    letGo();
    await started;
    expect(workspace.store.getState().revision).toBeGreaterThan(revision);
  });

  it('a new pipeline is to be stored as soon as it is there', async () => {
    const { library, letGo } = heldUp(kept(), 'dataFiles');
    const { documents, workspace } = openLate(library);
    const created = workspace.create(EXAMPLE);
    await vi.waitFor(() => expect(documents.getState().document).toEqual(EXAMPLE));
    expect(workspace.store.getState().saving).toBe('waiting');
    letGo();
    await created;
  });

  it('what is opened before the start is over stays open', async () => {
    const { library, letGo } = heldUp(kept(), 'recent');
    const { documents, workspace } = openLate(library);
    const started = workspace.start();
    await workspace.create(EXAMPLE);
    letGo();
    await started;
    expect(documents.getState().document).toEqual(EXAMPLE);
  });

  it('what is saved is what was being opened', async () => {
    const first = await openStudio(kept());
    await first.workspace.create(EXAMPLE);
    await first.workspace.flush();
    const { library, letGo } = heldUp(first.library, 'recent');
    const { workspace, disk } = openLate(library);
    const started = workspace.start();
    const saved = workspace.save();
    letGo();
    await started;
    expect(await saved).toMatchObject({ kind: 'saved' });
    expect([...disk.files.values()].map(({ text }) => text)).toEqual([TEXT]);
  });
});

describe('data files', () => {
  const csv = (name: string) => ({ path: name, file: new File(['a\n1\n'], name) });

  it('are there again with their pipeline, and with no other', async () => {
    const first = await openStudio();
    await first.workspace.create(EXAMPLE);
    first.session.setState({ files: [csv('a.csv')] });
    await vi.waitFor(() => expect(first.copies.kept.size).toBe(1));
    const { id } = first.workspace.store.getState();
    await vi.waitFor(async () => expect(await first.library.dataFiles(id)).toHaveLength(1));
    await first.workspace.create({ ...EXAMPLE, name: 'Other' });
    expect(first.session.getState().files).toEqual([]);
    await first.workspace.flush();
    const second = await openStudio(first.library, first.disk, first.copies);
    await second.workspace.openStored(id);
    expect(second.session.getState().files.map(({ path }) => path)).toEqual(['a.csv']);
    await second.workspace.forget(id);
    expect(second.copies.kept.size).toBe(0);
  });

  it('given before there is a pipeline are for the one opened next', async () => {
    const { workspace, session } = await openStudio();
    session.setState({ files: [csv('a.csv')] });
    await workspace.openFile(file(TEXT));
    expect(session.getState().files.map(({ path }) => path)).toEqual(['a.csv']);
    const { id } = workspace.store.getState();
    await vi.waitFor(async () => {
      expect((await workspace.library.dataFiles(id)).map(({ path }) => path)).toEqual(['a.csv']);
    });
  });

  it('are read once and written in batches, however many there are', async () => {
    const library = { ...createMemoryLibrary(), isKept: true };
    const reads = vi.fn(library.dataFiles);
    const writes = vi.fn(library.putDataFiles);
    const { workspace, session, copies } = await openStudio({
      ...library,
      dataFiles: reads,
      putDataFiles: writes,
    });
    await workspace.create(EXAMPLE);
    const { id } = workspace.store.getState();
    reads.mockClear();
    session.setState({ files: Array.from({ length: 2000 }, (_, n) => csv(`many/${n}.csv`)) });
    await vi.waitFor(async () => expect(await library.dataFiles(id)).toHaveLength(2000));
    expect(copies.kept.size).toBe(2000);
    expect(reads).toHaveBeenCalledTimes(1);
    expect(writes.mock.calls.length).toBeLessThan(40);
  });

  it('that cannot be copied are said to be needed again', async () => {
    const copies = { ...createCopies(), put: async () => undefined };
    const { workspace, session } = await openStudio(undefined, undefined, copies as never);
    await workspace.create(EXAMPLE);
    session.setState({ files: [csv('huge.csv')] });
    await vi.waitFor(() => expect(workspace.store.getState().unkeptFiles).toEqual(['huge.csv']));
  });
});

describe('where room is short', () => {
  it('is said when little is left, and not any more when there is', async () => {
    const disk = createDisk();
    let usage = 91;
    const host = { ...disk.host, estimate: async () => ({ usage, quota: 100 }) };
    const { workspace, documents } = await openStudio(undefined, { ...disk, host });
    await workspace.create(EXAMPLE);
    await workspace.flush();
    await vi.waitFor(() => expect(workspace.store.getState().isSpaceScarce).toBe(true));
    usage = 40;
    documents.execute(setName('Smaller'));
    await workspace.flush();
    await vi.waitFor(() => expect(workspace.store.getState().isSpaceScarce).toBe(false));
  });

  it('a file is opened again though what was edited of it fits no more', async () => {
    const library = { ...createMemoryLibrary(), isKept: true };
    const { workspace, documents } = await openStudio({
      ...library,
      addVersion: () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
    });
    const disk = createDisk();
    const handle = disk.handleOf('late.sluice.json');
    await workspace.openFile({ ...file(TEXT), handle });
    documents.execute(setName('Later flights'));
    await workspace.flush();
    expect(await workspace.openFile({ ...file(TEXT), handle })).toBe(true);
    expect(documents.getState().document).toEqual(EXAMPLE);
  });
});

describe('data files with a handle', () => {
  /** A file on the disk that can be written to and removed, and the browser's leave to read it. */
  function createDataFile(name: string) {
    let content: File | undefined = new File(['a\n1\n'], name, { lastModified: 1 });
    let permission: PermissionState = 'granted';
    const handle = {
      name,
      kind: 'file',
      getFile: async () => {
        if (content === undefined) throw new DOMException('gone', 'NotFoundError');
        return content;
      },
      queryPermission: async () => permission,
      requestPermission: async () => (permission = 'granted'),
    } as unknown as FileSystemFileHandle;
    return {
      handle,
      write: (text: string, lastModified: number) => {
        content = new File([text], name, { lastModified });
      },
      remove: () => {
        content = undefined;
      },
      lock: () => {
        permission = 'prompt';
      },
    };
  }

  const texts = (files: readonly { readonly file: File }[]) =>
    Promise.all(files.map(({ file: each }) => each.text()));

  it('are read again when they change on the disk, and are gone when they go', async () => {
    const { workspace, session } = await openStudio();
    const data = createDataFile('a.csv');
    await workspace.create(EXAMPLE);
    const given = { path: 'a.csv', file: await data.handle.getFile(), handle: data.handle };
    session.setState({ files: [given] });
    const before = session.getState().files;
    await workspace.refreshFiles();
    expect(session.getState().files).toBe(before);
    data.write('a\n2\n', 2);
    await workspace.refreshFiles();
    expect(await texts(session.getState().files)).toEqual(['a\n2\n']);
    data.remove();
    await workspace.refreshFiles();
    expect(session.getState().files).toEqual([]);
  });

  it('are a copy until the browser is asked', async () => {
    const first = await openStudio();
    const data = createDataFile('a.csv');
    await first.workspace.create(EXAMPLE);
    first.session.setState({
      files: [{ path: 'a.csv', file: await data.handle.getFile(), handle: data.handle }],
    });
    const { id } = first.workspace.store.getState();
    await vi.waitFor(async () => expect(await first.library.dataFiles(id)).toHaveLength(1));
    await first.workspace.flush();
    data.write('a\n2\n', 2);
    data.lock();
    const second = await openStudio(first.library, first.disk, first.copies);
    expect(await texts(second.session.getState().files)).toEqual(['a\n1\n']);
    expect(second.workspace.store.getState().lockedFiles).toHaveLength(1);
    await second.workspace.unlockFiles();
    expect(await texts(second.session.getState().files)).toEqual(['a\n2\n']);
    expect(second.workspace.store.getState().lockedFiles).toEqual([]);
  });
});
