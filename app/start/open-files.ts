/** What happens to files that the user picks or drops: pipelines open, data becomes source steps. */
import type { TFunction } from 'i18next';
import type { CanvasPoint } from '../../engine/document/schema.ts';
import type { GivenFile } from '../session/session-store.ts';
import type { Studio } from '../session/studio.ts';
import { addSources, namesOf } from './add-sources.ts';
import type { DroppedFiles } from './given-files.ts';
import { sourceFor } from './source-for.ts';
import type { FileKind } from './source-for.ts';

type Translate = TFunction<'start'>;

/** @param at where the first step goes; absent: below those that are there */
export async function openFiles(
  studio: Studio,
  { files, unreadable = [] }: Pick<DroppedFiles, 'files'> & Partial<DroppedFiles>,
  t: Translate,
  at?: CanvasPoint,
): Promise<void> {
  const kinds = await lookAt(files);
  const of = (wanted: (typeof kinds)[number]['kind']['kind']) =>
    kinds.filter(({ kind }) => kind.kind === wanted);
  const [pipeline] = of('pipeline');
  const data = kinds.flatMap(({ given, kind }) =>
    kind.kind === 'source' ? [{ given, file: { ...kind, path: given.path } }] : [],
  );
  // Data files belong to the document that is open, so it is opened first.
  if (pipeline !== undefined) await openPipeline(studio, pipeline.given);
  if (data.length > 0) studio.addFiles(data.map(({ given }) => given));
  if (pipeline === undefined && data.length > 0) {
    addSources(
      studio,
      data.map(({ file }) => file),
      t,
      at,
    );
  }
  const unknown = of('unknown').map(({ given }) => given.path);
  if (unknown.length > 0) {
    const values = { count: unknown.length, names: namesOf(unknown) };
    studio.notify({
      kind: 'warning',
      text: t('file-unknown', values),
      hint: t('file-unknown-hint'),
    });
  }
  const closed = [...unreadable, ...of('unreadable').map(({ given }) => given.path)];
  if (closed.length > 0) {
    const values = { count: closed.length, names: namesOf(closed) };
    studio.notify({
      kind: 'warning',
      text: t('file-unreadable', values),
      hint: t('file-unreadable-hint'),
    });
  } else if (files.length === 0) studio.notify({ kind: 'info', text: t('nothing-dropped') });
}

interface LookedAt {
  readonly given: GivenFile;
  readonly kind: FileKind | { readonly kind: 'unreadable' };
}

/** Files that are looked at side by side: of a folder with thousands, not all starts are held at once. */
const AT_ONCE = 32;

async function lookAt(files: readonly GivenFile[]): Promise<LookedAt[]> {
  const looked: LookedAt[] = [];
  for (let at = 0; at < files.length; at += AT_ONCE) {
    const some = files.slice(at, at + AT_ONCE);
    looked.push(
      ...(await Promise.all(some.map(async (given) => ({ given, kind: await kindOf(given) })))),
    );
  }
  return looked;
}

/** A file may be gone by now, or be one that the browser may not read. */
const kindOf = ({ path, file }: GivenFile): Promise<LookedAt['kind']> =>
  sourceFor(path, file).catch(() => ({ kind: 'unreadable' }));

async function openPipeline(studio: Studio, { file, handle }: GivenFile): Promise<void> {
  const { name, lastModified: modified } = file;
  const text = await file.text();
  await studio.workspace.openFile({ name, text, modified, ...(handle ? { handle } : {}) });
}
