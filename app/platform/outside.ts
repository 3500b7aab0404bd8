/**
 * What comes from outside of the page: a document that was double clicked, a command of the app's menu.
 * The host tells it as soon as it knows the page; the studio takes it when it has opened its own document.
 */
import type { HostClient, HostEvent } from '../../electron/host/api/host-api.ts';

export type OutsideEvent = Extract<HostEvent, { event: 'document.open' | 'command' }>;

export interface Outside {
  /** What has come so far, in its order, and what comes from now on. @returns takes no more */
  readonly take: (taker: (event: OutsideEvent) => void) => () => void;
}

/** Call it before the host is asked anything: with the first answer it begins to tell. */
export function listenOutside(client: Pick<HostClient, 'onEvent'>): Outside {
  const waiting: OutsideEvent[] = [];
  let taker: ((event: OutsideEvent) => void) | undefined;
  client.onEvent((event) => {
    if (event.event !== 'document.open' && event.event !== 'command') return;
    if (taker === undefined) waiting.push(event);
    else taker(event);
  });
  return {
    take: (next) => {
      taker = next;
      waiting.splice(0).forEach(next);
      return () => {
        if (taker === next) taker = undefined;
      };
    },
  };
}
