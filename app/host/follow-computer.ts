/** Keeps the studio in step with the computer behind it: its files, the place of runs, what it tells. */
import type { TFunction } from 'i18next';
import type { EngineError } from '../../engine/contract/errors.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type { Computer, FileEntry } from '../platform/computer.ts';
import type { HostFileReference } from '../platform/file-reference.ts';
import type { Place } from '../session/engine-client.ts';
import { neededSources } from '../session/needed-sources.ts';
import { isActive, lastRun } from '../session/run-store.ts';
import type { HostAnswer } from '../session/session-store.ts';
import type { Studio } from '../session/studio.ts';
import { chosenPlace, keepPlace } from './chosen-place.ts';
import type { Choice } from './chosen-place.ts';
import { followOutside } from './follow-outside.ts';
import { needsComputer } from './needs-computer.ts';

type Translate = TFunction<'host'>;

/** @returns stops following */
export function followComputer(studio: Studio, computer: Computer, t: Translate): () => void {
  const stops = [
    followSources(studio, computer),
    followPlace(studio, computer),
    followFile(studio, computer, t),
    followGrants(studio, computer),
    followOutside(studio, computer, t),
  ];
  return () => stops.forEach((stop) => stop());
}

const fileOf = ({ workspace }: Studio): HostFileReference | undefined => {
  const { file } = workspace.store.getState();
  return file?.handle?.kind === 'host' ? file.handle : undefined;
};

/** Asks the host for every path that the pipeline reads, and again when somebody comes back. */
function followSources(studio: Studio, computer: Computer): () => void {
  const { documents, session, workspace, registry, runs } = studio;
  let turn = 0;
  let of: string | undefined;
  let asked = new Set<string>();

  const patternsNow = (): string[] => {
    const { document } = documents.getState();
    const { parameters } = session.getState();
    return neededSources(document, parameters, registry).map(({ pattern }) => pattern);
  };

  const ask = async (patterns: readonly string[]): Promise<void> => {
    const mine = turn;
    const file = fileOf(studio);
    const answers = await Promise.all(
      patterns.map(async (pattern): Promise<[string, HostAnswer]> => {
        const answer = await computer.find(pattern, file);
        return [
          pattern,
          answer.ok
            ? { ok: true, files: answer.value }
            : { ok: false, problem: answer.error.message },
        ];
      }),
    );
    if (mine !== turn) return;
    const { found } = session.getState();
    const fresh = answers.filter(([pattern, answer]) => !isSame(found.get(pattern), answer));
    if (fresh.length > 0) session.setState({ found: new Map([...found, ...fresh]) });
  };

  const look = (): void => {
    const { id } = workspace.store.getState();
    const now = `${id} ${fileOf(studio)?.location ?? ''}`;
    if (now !== of) {
      // The same path means another file beside another document.
      of = now;
      turn += 1;
      asked = new Set();
      if (session.getState().found.size > 0) session.setState({ found: new Map() });
    }
    const fresh = [...new Set(patternsNow())].filter((pattern) => !asked.has(pattern));
    for (const pattern of fresh) asked.add(pattern);
    if (fresh.length > 0) void ask(fresh);
  };
  const lookAgain = (): void => void ask(patternsNow());

  const stops = [
    documents.subscribe(look),
    workspace.store.subscribe(look),
    session.subscribe((now, before) => {
      if (now.parameters !== before.parameters) look();
    }),
    runs.subscribe((now, before) => {
      if (isActive(lastRun(before)) && !isActive(lastRun(now))) lookAgain();
    }),
  ];
  addEventListener('focus', lookAgain);
  look();
  return () => {
    stops.forEach((stop) => stop());
    removeEventListener('focus', lookAgain);
  };
}

const isSame = (a: HostAnswer | undefined, b: HostAnswer): boolean =>
  a !== undefined && JSON.stringify(factsOf(a)) === JSON.stringify(factsOf(b));

const factsOf = (answer: HostAnswer): unknown =>
  answer.ok ? answer.files.map(({ path, file }) => [path, file.fingerprint]) : answer.problem;

/** Chosen for the document, else where its data is. */
function followPlace(studio: Studio, computer: Computer): () => void {
  const { documents, session, workspace } = studio;
  const look = (): void => {
    const { status, id } = workspace.store.getState();
    if (status !== 'open') return;
    const { found, place, cluster } = session.getState();
    const { document } = documents.getState();
    const isHere =
      needsComputer(document) ||
      fileOf(studio) !== undefined ||
      [...found.values()].some((answer) => answer.ok);
    const kept = chosenPlace(id);
    const { clusters } = computer.store.getState();
    // One that was removed since is chosen no longer.
    const known = clusters?.some(({ name }) => name === kept?.cluster) ?? true;
    if (cluster !== kept?.cluster || !known) {
      session.setState({ cluster: known ? kept?.cluster : undefined });
    }
    const wanted = kept?.place ?? (isHere ? 'computer' : 'tab');
    if (wanted !== place) go(studio, wanted);
  };
  const stops = [
    documents.subscribe(look),
    workspace.store.subscribe(look),
    computer.store.subscribe((now, before) => {
      if (now.clusters !== before.clusters) look();
    }),
  ];
  const stop = session.subscribe((now, before) => {
    if (now.found !== before.found) look();
  });
  look();
  return () => [...stops, stop].forEach((each) => each());
}

function go(studio: Studio, place: Place): void {
  studio.session.setState({ place });
  void studio.startEngine();
}

/** A person says where this pipeline runs. */
export function choosePlace(studio: Studio, choice: Choice): void {
  keepPlace(studio.workspace.store.getState().id, choice);
  studio.session.setState({ cluster: choice.cluster });
  if (studio.session.getState().place !== choice.place) go(studio, choice.place);
}

/** A file that something else writes: loaded again where nothing of ours is lost, else told. */
function followFile(studio: Studio, computer: Computer, t: Translate): () => void {
  const { workspace, notify } = studio;
  let watched: string | undefined;
  let unwatch: (() => void) | undefined;
  const look = (): void => {
    const file = fileOf(studio);
    if (file?.location === watched) return;
    unwatch?.();
    watched = file?.location;
    unwatch = file === undefined ? undefined : computer.watch(file);
  };
  const stop = workspace.store.subscribe(look);
  look();
  /** The open document's file, if that is the one; its fingerprint says what of it is known here. */
  const openFileAt = (location: string) => {
    const { file } = workspace.store.getState();
    return file?.handle?.kind === 'host' && file.handle.location === location
      ? { ...file, handle: file.handle }
      : undefined;
  };
  const failed = (thrown: unknown): void =>
    notify({ kind: 'error', text: t('open-failed'), hint: String(thrown) });

  const load = async (entry: FileEntry, isAskedFor: boolean): Promise<void> => {
    const read = await computer.openEntry(entry);
    // Somebody may have gone on while it was read.
    const file = openFileAt(entry.location);
    if (file === undefined || file.handle.fingerprint === read.handle.fingerprint) return;
    if (!file.matches && !isAskedFor) {
      ask(entry);
      return;
    }
    await workspace.openFile(read);
    notify({ kind: 'info', text: t('reloaded', { name: entry.name }) });
  };
  const ask = (entry: FileEntry): void => {
    const run = (): void => void load(entry, true).catch(failed);
    const text = t('changed', { name: entry.name });
    const action = { label: t('changed-load'), run };
    notify({ kind: 'warning', text, hint: t('changed-hint'), action, stays: true });
  };
  const stopChanges = computer.onChanged((changed, entry) => {
    const file = openFileAt(changed.location);
    if (file === undefined) return;
    if (entry === null) {
      notify({ kind: 'warning', text: t('gone', { name: file.name }), hint: t('gone-hint') });
    } else if (entry.fingerprint !== file.handle.fingerprint) {
      void load(entry, false).catch(failed);
    }
  });
  return () => {
    stop();
    stopChanges();
    unwatch?.();
  };
}

const NOT_GRANTED = 'credential-not-granted';

/** Asks once for each credential that the document names and may not use. */
function followGrants(studio: Studio, computer: Computer): () => void {
  const { documents, session, runs, workspace } = studio;
  const asked = new Set<string>();
  const ask = (error: EngineError | undefined): void => {
    const all = [error, ...(error?.kind === 'user' ? (error.diagnostics ?? []) : [])];
    askAll(all.filter((each) => each !== undefined));
  };
  const askAll = (said: readonly Pick<EngineError, 'code' | 'detail' | 'node'>[]): void => {
    for (const { code, detail, node } of said) {
      const name = detail ?? credentialOf(documents.getState().document, node);
      const { id } = workspace.store.getState();
      if (code !== NOT_GRANTED || name === undefined || asked.has(`${id} ${name}`)) continue;
      asked.add(`${id} ${name}`);
      computer.store.setState({ grant: { name, document: id } });
    }
  };
  const stops = [
    session.subscribe(({ check, preview }, before) => {
      if (check !== before.check) {
        askAll(check.diagnostics);
        ask(check.error);
      }
      if (preview !== before.preview && preview.status === 'failed') ask(preview.error);
    }),
    runs.subscribe((state) => ask(lastRun(state)?.error)),
  ];
  return () => stops.forEach((stop) => stop());
}

/** A finding does not say the name; its step does. */
function credentialOf(document: PipelineDocument, step: string | undefined): string | undefined {
  const params = step === undefined ? {} : (document.nodes[step]?.params ?? {});
  for (const value of Object.values(params)) {
    const { credential } = (value ?? {}) as { readonly credential?: unknown };
    if (typeof credential === 'string') return credential;
  }
  return undefined;
}
