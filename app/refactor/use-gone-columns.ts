/** Watches the sources: another file may lack columns that later steps read. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../engine/contract/schema.ts';
import { stepTitle } from '../document/commands/steps.ts';
import { outPorts } from '../document/edges.ts';
import type { SessionState } from '../session/session-store.ts';
import type { Studio } from '../session/studio.ts';
import { useStudio } from '../session/studio.ts';
import type { GoneColumns } from './gone-columns.ts';
import { goneColumns, missedBy } from './gone-columns.ts';

/** What a source was like when it was last understood. */
interface Known {
  /** Its path and the files there: another one means other data. */
  readonly files: string;
  readonly schema: Schema;
}

/** @param onMap the user wants to say what stands for the gone columns */
export function useGoneColumns(onMap: (gone: GoneColumns) => void): void {
  const { t } = useTranslation('refactor');
  const studio = useStudio();
  const latest = useRef({ t, onMap });
  latest.current = { t, onMap };
  useEffect(() => {
    const known = new Map<string, Known>();
    const { documents, session } = studio;
    let opened = documents.getState().opened;
    return session.subscribe((now, before) => {
      if (now.check === before.check || now.check.status !== 'done') return;
      if (documents.getState().opened !== opened) {
        opened = documents.getState().opened;
        known.clear();
      }
      for (const gone of findGone(studio, now, known)) tell(studio, gone, latest.current);
    });
  }, [studio]);
}

function findGone(
  { documents, registry }: Studio,
  { check, files, sources }: SessionState,
  known: Map<string, Known>,
): GoneColumns[] {
  const { document } = documents.getState();
  const missed = missedBy(check.diagnostics);
  return Object.entries(document.nodes).flatMap(([id, node]) => {
    if (registry.get(node.type)?.category !== 'input') return [];
    const port = outPorts(node, registry)[0] ?? '';
    const schema = check.schemas.get(`${id}.${port}`);
    if (schema === undefined) return [];
    const read = sources.filter((source) => source.node === id).flatMap((source) => source.files);
    const stamps = read.map((path) => {
      const file = files.find((given) => given.path === path)?.file;
      return [path, file?.size, file?.lastModified];
    });
    const now = { files: JSON.stringify([node.params['path'], stamps]), schema };
    const before = known.get(id);
    known.set(id, now);
    if (before === undefined || before.files === now.files) return [];
    const gone = goneColumns(id, port, before.schema, schema);
    // What nobody misses is no trouble.
    return gone?.gone.some(({ name }) => missed.has(name.toLowerCase())) === true ? [gone] : [];
  });
}

function tell(
  studio: Studio,
  gone: GoneColumns,
  {
    t,
    onMap,
  }: {
    readonly t: ReturnType<typeof useTranslation<'refactor'>>['t'];
    readonly onMap: (gone: GoneColumns) => void;
  },
): void {
  const names = gone.gone.map(({ name }) => name);
  const shown = names.slice(0, 4).join(', ') + (names.length > 4 ? ', …' : '');
  const title = stepTitle(studio.documents.getState().document, gone.node);
  studio.notify({
    kind: 'warning',
    stays: true,
    text: t('gone-notice', { count: names.length, title, names: shown }),
    hint: t('gone-notice-hint'),
    action: { label: t('map-columns'), run: () => onMap(gone) },
  });
}
