/** What happens to files that the user picks or drops: pipelines open, data becomes source steps. */
import type { TFunction } from 'i18next';
import type { CanvasPoint, PipelineDocument } from '../../engine/document/schema.ts';
import { addSteps, freeId } from '../document/commands/steps.ts';
import type { NewStep } from '../document/commands/steps.ts';
import type { GivenFile } from '../session/session-store.ts';
import type { Studio } from '../session/studio.ts';
import type { DroppedFiles } from './given-files.ts';
import type { FoundOptions } from './found-options.ts';
import { sourceFor } from './source-for.ts';
import type { FileKind } from './source-for.ts';

type Translate = TFunction<'start'>;

/** Where the first step goes: in sight of a canvas that nobody has moved. */
const FIRST: CanvasPoint = [64, 112];

/** Vertical distance of steps that are added together. */
const STEP_GAP = 110;

/** @param at where the first step goes; absent: below those that are there */
export async function openFiles(
  studio: Studio,
  { files, unreadable = [] }: Pick<DroppedFiles, 'files'> & Partial<DroppedFiles>,
  t: Translate,
  at?: CanvasPoint,
): Promise<void> {
  const kinds = await Promise.all(
    files.map(async (given) => ({ given, kind: await kindOf(given) })),
  );
  const of = (wanted: (typeof kinds)[number]['kind']['kind']) =>
    kinds.filter(({ kind }) => kind.kind === wanted);
  const [pipeline] = of('pipeline');
  const data = kinds.flatMap(({ given, kind }) =>
    kind.kind === 'source' ? [{ ...given, type: kind.type, params: kind.params ?? {} }] : [],
  );
  // Data files belong to the document that is open, so it is opened first.
  if (pipeline !== undefined) await openPipeline(studio, pipeline.given);
  if (data.length > 0) {
    studio.addFiles(data.map(({ type: _type, params: _params, ...given }) => given));
  }
  if (pipeline === undefined && data.length > 0) addSources(studio, data, t, at);
  const unknown = of('unknown').map(({ given }) => given.path);
  if (unknown.length > 0) {
    const values = { count: unknown.length, names: unknown.slice(0, 5).join(', ') };
    studio.notify({
      kind: 'warning',
      text: t('file-unknown', values),
      hint: t('file-unknown-hint'),
    });
  }
  const closed = [...unreadable, ...of('unreadable').map(({ given }) => given.path)];
  if (closed.length > 0) {
    const values = { count: closed.length, names: closed.slice(0, 5).join(', ') };
    studio.notify({
      kind: 'warning',
      text: t('file-unreadable', values),
      hint: t('file-unreadable-hint'),
    });
  } else if (files.length === 0) studio.notify({ kind: 'info', text: t('nothing-dropped') });
}

/** A file may be gone by now, or be one that the browser may not read. */
const kindOf = ({ path, file }: GivenFile): Promise<FileKind | { readonly kind: 'unreadable' }> =>
  sourceFor(path, file).catch(() => ({ kind: 'unreadable' }));

async function openPipeline(studio: Studio, { file, handle }: GivenFile): Promise<void> {
  const { name, lastModified: modified } = file;
  const text = await file.text();
  await studio.workspace.openFile({ name, text, modified, ...(handle ? { handle } : {}) });
}

/** A guess is said: letters that look wrong have a cause that one can find. */
function sayWhatWasFound(studio: Studio, files: readonly SourceFile[], t: Translate): void {
  const guessed = files.filter(({ params }) => params.encoding !== undefined);
  if (guessed.length === 0) return;
  const names = guessed
    .map(({ path }) => path)
    .slice(0, 5)
    .join(', ');
  const values = { count: guessed.length, names, encoding: guessed[0]?.params.encoding };
  studio.notify({
    kind: 'info',
    text: t('encoding-found', values),
    hint: t('encoding-found-hint'),
  });
}

/** Files that a source of the pipeline waits for are linked to it; the others become steps. */
function addSources(
  studio: Studio,
  files: readonly (GivenFile & Pick<SourceFile, 'type' | 'params'>)[],
  t: Translate,
  at: CanvasPoint | undefined,
): void {
  const { sources } = studio.session.getState();
  const used = new Set(sources.flatMap((source) => source.files));
  const [linked, fresh] = [
    files.filter(({ path }) => used.has(path)),
    files.filter(({ path }) => !used.has(path)),
  ];
  if (linked.length > 0) {
    const names = linked.map(({ path }) => path).join(', ');
    studio.notify({ kind: 'success', text: t('files-relinked', { count: linked.length, names }) });
  }
  if (fresh.length === 0) return;
  const { document } = studio.documents.getState();
  const steps = sourceSteps(document, fresh, at ?? belowAll(document));
  const values = { title: steps[0]?.id ?? '', count: steps.length };
  studio.documents.execute(addSteps(steps, { key: 'add-source', values }));
  studio.select(steps.slice(-1).map(({ id }) => id));
  sayWhatWasFound(studio, fresh, t);
}

interface SourceFile {
  readonly path: string;
  readonly type: string;
  readonly params: FoundOptions;
}

function sourceSteps(
  document: PipelineDocument,
  files: readonly SourceFile[],
  [x, y]: CanvasPoint,
): NewStep[] {
  let known = document;
  return files.map(({ path, type, params }, index) => {
    const id = freeId(known, stem(path));
    const node = { type, params: { path, ...params } };
    known = { ...known, nodes: { ...known.nodes, [id]: node } };
    return { id, node, position: [x, y + index * STEP_GAP] };
  });
}

/** `data/My orders.csv.gz` → `My orders`. */
const stem = (path: string): string =>
  path.slice(path.lastIndexOf('/') + 1).replace(/(?:\.[a-z0-9]{1,8}){1,2}$/i, '');

function belowAll(document: PipelineDocument): CanvasPoint {
  const positions = Object.values(document.canvas?.positions ?? {});
  if (positions.length === 0) return FIRST;
  const left = Math.min(...positions.map(([x]) => x));
  return [left, Math.max(...positions.map(([, y]) => y)) + STEP_GAP];
}
