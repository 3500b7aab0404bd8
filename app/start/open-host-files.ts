/** Files that are picked on the computer behind the studio: nothing of them is copied. */
import type { TFunction } from 'i18next';
import type { Computer, FileEntry } from '../platform/computer.ts';
import type { Studio } from '../session/studio.ts';
import { addSources, namesOf } from './add-sources.ts';
import type { ShapedFile } from './plan-sources.ts';
import { sourceFor } from './source-for.ts';

type Translate = TFunction<'start'>;

/** Asks for files; pipelines open, data becomes source steps that name it by its path. */
export async function openHostFiles(
  studio: Studio,
  computer: Computer,
  t: Translate,
): Promise<void> {
  try {
    await open(studio, computer, await computer.pickFiles('any', true), t);
  } catch (thrown) {
    const hint = thrown instanceof Error ? thrown.message : String(thrown);
    studio.notify({ kind: 'error', text: t('host-files-failed'), hint });
  }
}

async function open(
  studio: Studio,
  computer: Computer,
  entries: readonly FileEntry[],
  t: Translate,
): Promise<void> {
  const looked = await Promise.all(
    entries.map(async (entry) => ({
      entry,
      kind: await sourceFor(entry.name, computer.dataFile(entry)),
    })),
  );
  const pipeline = looked.find(({ kind }) => kind.kind === 'pipeline');
  if (pipeline !== undefined) {
    await studio.workspace.openFile(await computer.openEntry(pipeline.entry));
    return;
  }
  const { file } = studio.workspace.store.getState();
  const document = file?.handle?.kind === 'host' ? file.handle : undefined;
  const shaped: ShapedFile[] = [];
  for (const { entry, kind } of looked) {
    if (kind.kind !== 'source') continue;
    const path = await computer.pathOf(document, entry);
    if (!path.ok) throw new Error(path.error.message);
    shaped.push({ ...kind, path: path.value });
  }
  if (shaped.length > 0) addSources(studio, shaped, t, undefined);
  const unknown = looked.flatMap(({ entry, kind }) =>
    kind.kind === 'unknown' ? [entry.name] : [],
  );
  if (unknown.length === 0) return;
  const values = { count: unknown.length, names: namesOf(unknown) };
  studio.notify({ kind: 'warning', text: t('file-unknown', values), hint: t('file-unknown-hint') });
}
