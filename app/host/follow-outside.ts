/** Does what comes from outside: opens documents, carries out commands, one after the other. */
import type { TFunction } from 'i18next';
import type { Computer, FileEntry } from '../platform/computer.ts';
import type { OutsideEvent } from '../platform/outside.ts';
import { runAction } from '../session/action-store.ts';
import type { Studio } from '../session/studio.ts';

/** @returns stops following */
export function followOutside(
  studio: Studio,
  computer: Computer,
  t: TFunction<'host'>,
): () => void {
  const { workspace, notify } = studio;
  let stop = (): void => undefined;

  const open = async (entry: FileEntry): Promise<void> => {
    const { file } = workspace.store.getState();
    const isOpen = file?.handle?.kind === 'host' && file.handle.location === entry.location;
    if (isOpen && !file.matches) {
      // Whoever opens it once more wants to see it, not to lose what was edited.
      const run = (): void => void load(entry);
      const action = { label: t('changed-load'), run };
      notify({
        kind: 'info',
        text: t('open-already', { name: entry.name }),
        hint: t('open-already-hint'),
        action,
      });
      return;
    }
    await load(entry);
  };
  const load = async (entry: FileEntry): Promise<void> => {
    try {
      await workspace.openFile(await computer.openEntry(entry));
    } catch (thrown) {
      const hint = thrown instanceof Error ? thrown.message : String(thrown);
      notify({ kind: 'error', text: t('open-failed-named', { name: entry.name }), hint });
    }
  };

  let last = Promise.resolve();
  const take = (event: OutsideEvent): void => {
    last = last.then(() => {
      if (event.event === 'document.open') return open(event.entry);
      runAction(studio.actions, event.command);
      return undefined;
    });
  };
  /** What was open last time is opened first, or it would take the place of what comes. */
  const begin = (): void => {
    if (workspace.store.getState().status !== 'open') return;
    stop();
    stop = computer.outside.take(take);
  };
  stop = workspace.store.subscribe(begin);
  begin();
  return () => stop();
}
