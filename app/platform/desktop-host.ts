/** Files of the computer behind the studio, by path: what the studio asks of its machine, over the host. */
import type { FileEntry } from '../../electron/host/api/file-methods.ts';
import type { HostClient, HostInfo } from '../../electron/host/api/host-api.ts';
import { createComputerStore, valueOf } from './computer.ts';
import { withPush } from './pushes.ts';
import type { Computer, FileRequest, PickedTarget } from './computer.ts';
import type { HostFileReference } from './file-reference.ts';
import type { Host, SavedFile } from './host.ts';
import { hostFile } from './host-file.ts';
import type { ReadRange } from './host-file.ts';
import { stopped } from './host-stopped.ts';
import type { Outside } from './outside.ts';

/** @param beside clipboard, downloads and storage are the browser's here, too */
export function createDesktopHost(
  client: HostClient,
  info: HostInfo,
  beside: Host,
  outside: Outside,
): { readonly host: Host; readonly computer: Computer } {
  const computer = createComputer(client, info, outside);
  const { referenceOf, written, writing } = computer;

  const write = async (
    target: { readonly file: string } | { readonly folder: string; readonly name: string },
    text: string,
    further: { readonly replace: boolean; readonly fingerprint?: string },
  ): Promise<SavedFile> => {
    const answer = await writing(client.call('files.writeText', { target, text, ...further }));
    if (!answer.ok && answer.error.code === 'file-changed') throw fileChanged(answer.error.message);
    const entry = await valueOf(Promise.resolve(answer));
    const handle = referenceOf(entry);
    written(handle);
    return { name: entry.name, handle, modified: entry.modified };
  };

  const isStopped = (): boolean => computer.store.getState().stopped !== undefined;

  const host: Host = {
    ...beside,
    pickPipeline: async () => {
      if (isStopped()) return beside.pickPipeline();
      const [entry] = await computer.pickFiles('pipeline', false);
      return entry === undefined ? undefined : computer.openEntry(entry);
    },
    savePipeline: async (text, name, reference, overwrite) => {
      const known = reference?.kind === 'host' ? reference : undefined;
      if (isStopped()) {
        if (known !== undefined) throw new Error(stopped().error.message);
        return beside.savePipeline(text, name);
      }
      const entry = known === undefined ? undefined : await computer.entryOf(known);
      if (entry !== undefined && known !== undefined) {
        const { fingerprint } = known;
        const further = overwrite === true ? {} : { fingerprint };
        return write({ file: entry.token }, text, { replace: true, ...further });
      }
      const target = await computer.pickTarget('pipeline', name, true);
      if (target === undefined) return undefined;
      const { replace } = target;
      return write(
        target.kind === 'file'
          ? { file: target.token }
          : { folder: target.folder, name: target.name },
        text,
        { replace },
      );
    },
    hasChanged: async (reference) => {
      if (reference.kind !== 'host') return false;
      const entry = await computer.entryOf(reference);
      return entry !== undefined && entry.fingerprint !== reference.fingerprint;
    },
  };
  return { host, computer };
}

function createComputer(
  client: HostClient,
  info: HostInfo,
  outside: Outside,
): Computer & {
  readonly referenceOf: (entry: FileEntry) => HostFileReference;
  readonly written: (reference: HostFileReference) => void;
  /** The host tells of what is written here, too, and may do so first. */
  readonly writing: <T>(work: Promise<T>) => Promise<T>;
} {
  const store = createComputerStore();
  const workspace = info.workspace?.location ?? '';
  /** Good as long as the host lives; by location. */
  const tokens = new Map<string, string>();
  /** What was last written here, by location. */
  const ours = new Map<string, string>();
  let underWay: Promise<unknown> = Promise.resolve();
  const listeners = new Set<Parameters<Computer['onChanged']>[0]>();
  let requests = 0;
  let answer: ((chosen: Parameters<Computer['answerRequest']>[0]) => void) | undefined;

  client.onClosed((reason) => store.setState({ stopped: reason }));
  const jobListeners = new Set<Parameters<Computer['onJob']>[0]>();

  client.onEvent((event) => {
    if (event.event === 'jobs.changed') {
      const { job } = event;
      if (job.kind === 'push') {
        store.setState(({ pushes = [] }) => ({ pushes: withPush(pushes, job) }));
      }
      for (const listen of jobListeners) listen();
    }
    if (event.event !== 'files.changed') return;
    const { file, entry } = event;
    const location = [...tokens].find(([, token]) => token === file)?.[0];
    if (location !== undefined) void underWay.then(() => tell(location, entry));
  });

  const tell = (location: string, entry: FileEntry | null): void => {
    if (entry !== null && ours.get(location) === entry.fingerprint) return;
    const name = entry?.name ?? location;
    const fingerprint = entry?.fingerprint ?? '';
    for (const listener of listeners) {
      listener({ kind: 'host', name, location, workspace, fingerprint }, entry);
    }
  };

  const referenceOf = ({ token, name, location, fingerprint }: FileEntry): HostFileReference => {
    tokens.set(location, token);
    return { kind: 'host', name, location, workspace, fingerprint };
  };

  const entryOf: Computer['entryOf'] = async (reference) => {
    if (reference.workspace !== workspace) return undefined;
    const token = tokens.get(reference.location);
    if (token !== undefined) {
      const known = await client.call('files.stat', { file: token });
      return known.ok ? known.value : undefined;
    }
    // The host before gave another token: in the workspace, and for what was opened, it gives one again.
    const found = await client.call('files.find', { pattern: reference.location });
    const listed = found.ok ? found.value : [];
    const [recent] = listed.length > 0 ? [undefined] : await recents(reference.location);
    const entry = listed.find(({ location }) => location === reference.location) ?? recent;
    if (entry === undefined) return undefined;
    tokens.set(reference.location, entry.token);
    return entry;
  };

  const recents = async (location: string): Promise<FileEntry[]> => {
    const answered = await client.call('recents.list', {});
    const all = answered.ok ? answered.value : [];
    return all.flatMap(({ entry }) => (entry?.location === location ? [entry] : []));
  };

  const baseOf = async (
    document: HostFileReference | undefined,
  ): Promise<{ readonly base?: string }> => {
    const entry = document === undefined ? undefined : await entryOf(document);
    return entry === undefined ? {} : { base: entry.token };
  };

  const readRange: ReadRange = (range) => client.call('files.read', range);
  const dataFile: Computer['dataFile'] = (entry) => hostFile(entry, readRange);

  /** One dialog at a time: another one closes it. */
  const ask = (
    request: Omit<FileRequest, 'id'>,
  ): Promise<Parameters<Computer['answerRequest']>[0]> =>
    new Promise((resolve) => {
      answer?.(undefined);
      answer = resolve;
      requests += 1;
      store.setState({ request: { ...request, id: requests } as FileRequest });
    });
  const answerRequest: Computer['answerRequest'] = (chosen) => {
    const resolve = answer;
    answer = undefined;
    store.setState({ request: undefined });
    resolve?.(chosen);
  };

  return {
    client,
    info,
    store,
    outside,
    answerRequest,
    referenceOf,
    entryOf,
    dataFile,
    written: (reference) => {
      ours.set(reference.location, reference.fingerprint);
      void remember(reference);
    },
    writing: (work) => {
      // What was written is known a moment after the answer: `written` says so.
      underWay = work.then(() => new Promise((done) => setTimeout(done)));
      return work;
    },
    pickFiles: async (kinds, multiple) => {
      if (info.features.dialogs) {
        return valueOf(client.call('files.pickOpen', { kinds, multiple }));
      }
      const request = { kind: 'open', kinds, multiple } as const;
      return (await ask(request))?.files ?? [];
    },
    pickTarget: async (kinds, name, writes) => {
      if (!info.features.dialogs) {
        const request = { kind: 'save', kinds, name, writes } as const;
        return (await ask(request))?.target;
      }
      const entry = await valueOf(client.call('files.pickSave', { kinds, name }));
      if (entry === null) return undefined;
      return { kind: 'file', token: entry.token, name: entry.name, replace: true };
    },
    find: async (pattern, document) => {
      const found = await client.call('files.find', { ...(await baseOf(document)), pattern });
      if (!found.ok) return found;
      const value = found.value.map((entry) => ({ path: entry.path, file: dataFile(entry) }));
      return { ok: true, value };
    },
    pathOf: async (document, picked) => {
      const base = await baseOf(document);
      const file = isInFolder(picked) ? picked.folder : picked.token;
      const named = await client.call('files.pathFrom', { ...base, file });
      if (!named.ok) return named;
      const { path } = named.value;
      return { ok: true, value: isInFolder(picked) ? joined(path, picked.name) : path };
    },
    reveal: async (document, path) => {
      const answer = await client.call('files.reveal', { ...(await baseOf(document)), path });
      if (!answer.ok) return answer;
      return { ok: true, value: answer.value.shown ? undefined : answer.value.path };
    },
    onChanged: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onJob: (listener) => {
      jobListeners.add(listener);
      return () => void jobListeners.delete(listener);
    },
    watch: (reference) => {
      let isOver = false;
      const begin = async (): Promise<FileEntry | undefined> => {
        const entry = await entryOf(reference);
        if (entry === undefined || isOver) return entry;
        await client.call('files.watch', { file: entry.token });
        // It may have changed since it was read here, be it long ago.
        const now = await entryOf(reference);
        const isOther = now !== undefined && now.fingerprint !== reference.fingerprint;
        if (isOther && !isOver) await underWay.then(() => tell(reference.location, now));
        return entry;
      };
      const watched = begin();
      return () => {
        isOver = true;
        void watched.then((entry) =>
          entry === undefined ? undefined : client.call('files.unwatch', { file: entry.token }),
        );
      };
    },
    openEntry: async (entry) => {
      const read = await valueOf(client.call('files.readText', { file: entry.token }));
      const handle = referenceOf(read.entry);
      void remember(handle);
      const { name, modified } = read.entry;
      return { name, text: read.text, handle, modified };
    },
  };

  async function remember(reference: HostFileReference): Promise<void> {
    const file = tokens.get(reference.location);
    if (file !== undefined) await client.call('recents.add', { file });
  }
}

/** As host.ts names it. */
const fileChanged = (message: string): Error =>
  Object.assign(new Error(message), { name: 'FileChanged' });

const isInFolder = (
  picked: FileEntry | PickedTarget,
): picked is Extract<PickedTarget, { readonly kind: 'name' }> => picked.kind === 'name';

/** The folder of the document itself has no name in a path. */
const joined = (folder: string, name: string): string =>
  folder === '' || folder === '.' ? name : `${folder.replace(/\/$/, '')}/${name}`;
