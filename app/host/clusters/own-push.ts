/** The push that was last begun of a document: its steps say how far it is. Kept in this browser. */
const keyOf = (document: string): string => `sluice.push.${document}`;

export function ownPush(document: string): string | undefined {
  try {
    return localStorage.getItem(keyOf(document)) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keepOwnPush(document: string, push: string): void {
  try {
    localStorage.setItem(keyOf(document), push);
  } catch {
    // Storage is denied or full: after a reload the steps say nothing of it; the runs do.
  }
}
