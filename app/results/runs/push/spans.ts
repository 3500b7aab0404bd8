/** The states of a push over time, as lengths. Pure. */
import type { Push } from '../../../platform/computer.ts';
import { hasEnded } from '../../../platform/pushes.ts';

export interface StateSpan {
  readonly state: Push['state'];
  readonly milliseconds: number;
  /** Of the whole, 0 to 1. */
  readonly share: number;
}

/** An end takes no time and has no span. */
export function stateSpans(timeline: Push['timeline'], end: number): readonly StateSpan[] {
  const lengths = timeline.map(({ state, at }, i) => ({
    state,
    milliseconds: Math.max(0, (timeline[i + 1]?.at ?? end) - at),
  }));
  const whole = lengths.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return lengths
    .filter(({ state }) => !hasEnded({ state }))
    .map((span) => ({ ...span, share: whole === 0 ? 0 : span.milliseconds / whole }));
}
