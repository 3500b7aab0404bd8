/** What the page does for the document when the tab is hidden or closed. */
import { LINK_PREFIX, readLink } from '../../document/link.ts';
import type { Workspace } from './workspace.ts';

/** Stores what waits when the tab is hidden; asks before it is closed only if something would be lost. */
export function guardPage(workspace: Workspace): () => void {
  const onHide = (): void => {
    if (document.visibilityState === 'hidden') void workspace.flush();
    else onFocus();
  };
  // Whoever comes back may have changed a data file elsewhere.
  const onFocus = (): void => void workspace.refreshFiles();
  const onLeave = (): void => {
    workspace.rescue();
  };
  const onUnload = (event: BeforeUnloadEvent): void => {
    if (!workspace.rescue()) event.preventDefault();
  };
  document.addEventListener('visibilitychange', onHide);
  addEventListener('focus', onFocus);
  addEventListener('pagehide', onLeave);
  addEventListener('beforeunload', onUnload);
  return () => {
    document.removeEventListener('visibilitychange', onHide);
    removeEventListener('focus', onFocus);
    removeEventListener('pagehide', onLeave);
    removeEventListener('beforeunload', onUnload);
  };
}

/** Offers the pipeline of a link in the address, now and whenever the address changes. */
export function followLinks({ store }: Workspace): () => void {
  const read = async (): Promise<void> => {
    const { hash, pathname, search } = location;
    if (!hash.startsWith(LINK_PREFIX)) return;
    // A reload must not ask again.
    history.replaceState(history.state, '', pathname + search);
    const link = await readLink(hash);
    store.setState({
      offer: link.ok
        ? { kind: 'pipeline', document: link.document }
        : { kind: 'rubbish', diagnostics: link.problem === 'invalid' ? link.diagnostics : [] },
    });
  };
  const onChange = (): void => void read();
  onChange();
  addEventListener('hashchange', onChange);
  return () => removeEventListener('hashchange', onChange);
}
