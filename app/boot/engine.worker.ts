/**
 * Entry of the engine's worker. DuckDB and the first worker of the pool are on their way before the
 * engine's own code is there.
 */
import { showLife } from '../../engine/runtime/browser-life.ts';
import { startBrowser } from '../../engine/runtime/browser-start.ts';

const started = startBrowser();
// The port keeps what the page says until the service listens.
addEventListener(
  'message',
  ({ data: port }: MessageEvent<MessagePort>) => {
    void import('./engine-service.ts').then(({ serve }) => serve(port, started), reportError);
  },
  { once: true },
);
showLife((sign) => postMessage(sign));
