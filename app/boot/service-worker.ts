/**
 * The studio without a network: its files are stored when it is first opened, the engine's modules and
 * the samples when they are first used. A new version waits until the page asks for it.
 */
import type { WorkboxPlugin } from 'workbox-core';
import { ExpirationPlugin } from 'workbox-expiration';
import { cleanupOutdatedCaches, PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: readonly { readonly url: string; readonly revision: string | null }[];
};

/** Samples belong to a version of the app. */
const SAMPLES = 'sluice-samples';

/**
 * Not every host can send headers: what the worker answers has those that isolate the page, which
 * precise clocks and shared memory need.
 */
const isolate = async (response: Response): Promise<Response> => {
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
};

const isolating: WorkboxPlugin = {
  cachedResponseWillBeUsed: async ({ cachedResponse }) =>
    cachedResponse === null || cachedResponse === undefined
      ? cachedResponse
      : isolate(cachedResponse),
  fetchDidSucceed: async ({ response }) => (response.ok ? isolate(response) : response),
};

const precache = new PrecacheController({ plugins: [isolating] });
precache.addToCacheList([...self.__WB_MANIFEST]);
self.addEventListener('install', (event) => {
  void precache.install(event);
});
self.addEventListener('activate', (event) => {
  void precache.activate(event);
  event.waitUntil(caches.delete(SAMPLES));
});
// `?workers=2` and the like are for the page.
registerRoute(new PrecacheRoute(precache, { ignoreURLParametersMatching: [/.*/] }));
cleanupOutdatedCaches();

// Names with a hash in them never change.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.includes('/assets/'),
  new CacheFirst({
    cacheName: 'sluice-modules',
    // Modules of older versions go when their places are needed.
    plugins: [isolating, new ExpirationPlugin({ maxEntries: 24 }) as WorkboxPlugin],
  }),
);
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.includes('/samples/'),
  new CacheFirst({ cacheName: SAMPLES, plugins: [isolating] }),
);

self.addEventListener('message', (event) => {
  if ((event.data as { readonly type?: unknown } | null)?.type === 'SKIP_WAITING') {
    void self.skipWaiting();
  }
});
