/** Where a person said that a document runs; kept in this browser. */
import type { Place } from '../session/engine-client.ts';

/** A cluster is pushed to, while the computer checks and previews. */
export type Choice =
  | { readonly place: Place; readonly cluster?: undefined }
  | { readonly place: 'computer'; readonly cluster: string };

const keyOf = (document: string): string => `sluice.place.${document}`;
/** No place is called so. */
const CLUSTER = 'cluster:';

export function chosenPlace(document: string): Choice | undefined {
  try {
    const kept = localStorage.getItem(keyOf(document));
    if (kept === 'tab' || kept === 'computer') return { place: kept };
    return kept?.startsWith(CLUSTER) === true
      ? { place: 'computer', cluster: kept.slice(CLUSTER.length) }
      : undefined;
  } catch {
    return undefined;
  }
}

export function keepPlace(document: string, { place, cluster }: Choice): void {
  try {
    localStorage.setItem(keyOf(document), cluster === undefined ? place : `${CLUSTER}${cluster}`);
  } catch {
    // Storage is denied or full: it is asked for again after a reload.
  }
}
