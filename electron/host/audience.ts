/** The windows and tabs that are there, for what is told to all of them. */
import type { HostCaller, HostEvent } from './api/host-api.ts';

export interface Audience {
  readonly join: (caller: HostCaller) => void;
  readonly leave: (caller: HostCaller) => void;
  readonly isThere: (caller: HostCaller) => boolean;
  readonly tellAll: (event: HostEvent) => void;
}

export function createAudience(): Audience {
  const callers = new Map<string, HostCaller>();
  return {
    join: (caller) => void callers.set(caller.id, caller),
    leave: (caller) => void callers.delete(caller.id),
    isThere: (caller) => callers.has(caller.id),
    tellAll: (event) => {
      for (const caller of callers.values()) tell(caller, event);
    },
  };
}

/** A window that goes away just now is no reason for the host to fall. */
export function tell(caller: HostCaller, event: HostEvent): void {
  try {
    caller.tell(event);
  } catch {
    // Its transport says that it is gone, and `leave` ends what it had begun.
  }
}
