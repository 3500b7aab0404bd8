/** Ids in React Flow: a step has its own; notes and groups have a prefix that no step id has. */
const NOTE = 'note:';
const GROUP = 'group:';

export const noteFlowId = (id: string): string => `${NOTE}${id}`;
export const groupFlowId = (id: string): string => `${GROUP}${id}`;

/** Id of the note, or undefined when it is none. */
export const noteIdOf = (flowId: string): string | undefined =>
  flowId.startsWith(NOTE) ? flowId.slice(NOTE.length) : undefined;

export const groupIdOf = (flowId: string): string | undefined =>
  flowId.startsWith(GROUP) ? flowId.slice(GROUP.length) : undefined;

export const isStepId = (flowId: string): boolean => !flowId.includes(':');
