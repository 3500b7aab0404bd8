/** Pushes as the host tells of them. Pure. */
import { PUSH_ENDS } from '../../engine/contract/push-job.ts';
import type { Push } from './computer.ts';

export const startOf = ({ timeline: [first] }: Pick<Push, 'timeline'>): number => first?.at ?? 0;

export const hasEnded = ({ state }: Pick<Push, 'state'>): boolean => PUSH_ENDS.includes(state);

/** Neither ended nor attended to by anybody: it goes on once it is fetched. */
export const isLeft = (push: Pick<Push, 'state' | 'attended'>): boolean =>
  !hasEnded(push) && !push.attended;

/** Rows that were only looked at are no run. */
export const isPreview = ({ outputs }: Pick<Push, 'outputs'>): boolean =>
  outputs.length > 0 && outputs.every(({ place }) => place === 'preview');

/** With what became of one of them, or with one more; last started first. */
export const withPush = (pushes: readonly Push[], changed: Push): readonly Push[] =>
  [...pushes.filter(({ id }) => id !== changed.id), changed].sort(
    (a, b) => startOf(b) - startOf(a) || (a.id < b.id ? -1 : 1),
  );

/** In a word; one that nobody attends to is in no state that the host knows. */
export const stateOf = (push: Pick<Push, 'state' | 'attended'>): Push['state'] | 'left' =>
  isLeft(push) ? 'left' : push.state;
