/** Where a person said that a document runs; kept in this browser. */
import type { Place } from '../session/engine-client.ts';

const keyOf = (document: string): string => `sluice.place.${document}`;

export function chosenPlace(document: string): Place | undefined {
  try {
    const kept = localStorage.getItem(keyOf(document));
    return kept === 'tab' || kept === 'computer' ? kept : undefined;
  } catch {
    return undefined;
  }
}

export function keepPlace(document: string, place: Place): void {
  try {
    localStorage.setItem(keyOf(document), place);
  } catch {
    // Storage is denied or full: it is asked for again after a reload.
  }
}
