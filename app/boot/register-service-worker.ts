/** Makes the studio work without a network, and says when a new version is there. */
import { Workbox } from 'workbox-window';
import type { Studio } from '../session/studio.ts';

/** @param texts of the notice about a new version */
export async function registerServiceWorker(
  studio: Studio,
  texts: { readonly ready: string; readonly hint: string; readonly reload: string },
): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const workbox = new Workbox('./service-worker.js');
  workbox.addEventListener('waiting', () => {
    studio.notify({
      kind: 'info',
      text: texts.ready,
      hint: texts.hint,
      stays: true,
      action: {
        label: texts.reload,
        run: () => {
          workbox.addEventListener('controlling', () => location.reload());
          workbox.messageSkipWaiting();
        },
      },
    });
  });
  // A host that serves no worker, or a browser that forbids them: the studio works with a network.
  await workbox.register().catch(() => undefined);
}
