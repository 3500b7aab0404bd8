/**
 * How the host's methods go over IPC: one `invoke` channel for each, so that what a page may ask is what
 * has a channel. Without zod: the preload script is loaded before every page.
 */

/** Followed by the name of a method of HOST_METHODS. */
const METHOD_PREFIX = 'sluice:';

export const channelOf = (method: string): string => METHOD_PREFIX + method;

/** `[id of the call, progress]`. */
export const PROGRESS_CHANNEL = 'sluice-progress';
/** `[HostEvent]`. */
export const EVENT_CHANNEL = 'sluice-event';
/** `[reason]`. */
export const CLOSED_CHANNEL = 'sluice-closed';

/** Name under which the preload script gives the page its transport. */
export const BRIDGE = 'sluice';
