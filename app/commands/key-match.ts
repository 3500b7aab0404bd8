/** Which key combination an event is, in the writing of `Action.keys`. */

export interface KeyPress {
  readonly key: string;
  /** Physical key, e.g. `Digit1`: Shift changes what `key` says. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

export function matchesKeys(keys: string, press: KeyPress, isMac: boolean): boolean {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  const has = (name: string): boolean => parts.slice(0, -1).includes(name);
  const mod = isMac ? press.metaKey : press.ctrlKey;
  const other = isMac ? press.ctrlKey : press.metaKey;
  if (mod !== has('Mod') || other || press.altKey !== has('Alt')) return false;
  // Signs such as `?` need Shift on some keyboards and not on others.
  const isSign = key.length === 1 && !/[a-z0-9]/i.test(key);
  if (!isSign && press.shiftKey !== has('Shift')) return false;
  if (/^\d$/.test(key)) return press.code === `Digit${key}` || press.code === `Numpad${key}`;
  return press.key.toLowerCase() === key.toLowerCase();
}

/** A combination that types nothing, so that it also works while a text is edited. */
export const worksInText = (keys: string): boolean =>
  /^(?:Mod|Alt)\+/.test(keys) || /^F\d+$/.test(keys);

/** Combinations that a text field knows itself. */
export const belongsToText = (keys: string): boolean =>
  /^Mod\+(?:[acvx]|Backspace|Delete)$/i.test(keys);
