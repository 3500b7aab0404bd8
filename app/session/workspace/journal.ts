/**
 * The last change before a tab goes: IndexedDB writes need time that a closing tab does not have, so the
 * text goes into `localStorage`, which writes at once, and into the library when the studio is next open.
 */

export interface JournalEntry {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

const keyOf = (document: string): string => `sluice.unsaved.${document}`;

/** @returns whether it was written */
export function writeJournal(document: string, entry: JournalEntry): boolean {
  try {
    localStorage.setItem(keyOf(document), JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
}

export function readJournal(document: string): JournalEntry | undefined {
  try {
    const entry = JSON.parse(localStorage.getItem(keyOf(document)) ?? 'null') as unknown;
    return isEntry(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}

export function clearJournal(document: string): void {
  try {
    localStorage.removeItem(keyOf(document));
  } catch {
    // Storage is denied: there is nothing in it.
  }
}

const isEntry = (value: unknown): value is JournalEntry =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as JournalEntry).text === 'string' &&
  typeof (value as JournalEntry).time === 'number';

/** Which document this tab has open, so that a reload opens it again. */
const OPEN = 'sluice.document';

export function openInTab(): string | undefined {
  try {
    return sessionStorage.getItem(OPEN) ?? undefined;
  } catch {
    return undefined;
  }
}

export function setOpenInTab(document: string): void {
  try {
    sessionStorage.setItem(OPEN, document);
  } catch {
    // A reload opens the document edited last.
  }
}
