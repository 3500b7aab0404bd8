/** Patterns as both RE2 (DuckDB) and Java (Spark) understand them, read into a tree. */

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** `d` and `w` mean the same on both sides; `s` is written out, as Java's has one character more. */
export type Shorthand = 'd' | 'w' | 's';

export type ClassItem =
  | { readonly kind: 'range'; readonly range: Range }
  | { readonly kind: 'shorthand'; readonly name: Shorthand };

export type Pattern =
  | { readonly kind: 'character'; readonly code: number }
  | { readonly kind: 'class'; readonly items: readonly ClassItem[]; readonly negated: boolean }
  /** Any character but a line feed. */
  | { readonly kind: 'any' }
  | {
      readonly kind: 'assertion';
      readonly test: 'start' | 'end' | 'text-start' | 'text-end' | 'word-boundary';
    }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly options: readonly Pattern[] }
  /** `capture` is the group's number; absent: none. */
  | { readonly kind: 'group'; readonly inner: Pattern; readonly capture?: number }
  | {
      readonly kind: 'repeat';
      readonly inner: Pattern;
      readonly min: number;
      /** Infinity: without a limit. */
      readonly max: number;
      readonly lazy: boolean;
    };

export function childrenOfPattern(pattern: Pattern): readonly Pattern[] {
  switch (pattern.kind) {
    case 'sequence':
      return pattern.parts;
    case 'choice':
      return pattern.options;
    case 'group':
    case 'repeat':
      return [pattern.inner];
    default:
      return [];
  }
}

/** Whether it may match without taking a character. */
export function matchesEmpty(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'assertion':
      return true;
    case 'sequence':
      return pattern.parts.every(matchesEmpty);
    case 'choice':
      return pattern.options.some(matchesEmpty);
    case 'group':
      return matchesEmpty(pattern.inner);
    case 'repeat':
      return pattern.min === 0 || matchesEmpty(pattern.inner);
    default:
      return false;
  }
}

/** Whether a match depends on what stands before it. */
export const looksBack = (pattern: Pattern): boolean =>
  (pattern.kind === 'assertion' && pattern.test !== 'end' && pattern.test !== 'text-end') ||
  childrenOfPattern(pattern).some(looksBack);

/** Whether every match begins where the text does. */
export function startsAnchored(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'assertion':
      return pattern.test === 'start' || pattern.test === 'text-start';
    case 'sequence':
      return pattern.parts[0] !== undefined && startsAnchored(pattern.parts[0]);
    case 'choice':
      return pattern.options.every(startsAnchored);
    case 'group':
      return startsAnchored(pattern.inner);
    default:
      return false;
  }
}

/** How a group takes part in a match: in each once, in some, or several times (the last one counts). */
export type Participation = 'always' | 'sometimes' | 'repeated';

export function participations(pattern: Pattern): ReadonlyMap<number, Participation> {
  const found = new Map<number, Participation>();
  const visit = (part: Pattern, so: Participation): void => {
    if (part.kind === 'group' && part.capture !== undefined) found.set(part.capture, so);
    let inner = so;
    if (part.kind === 'choice' && so !== 'repeated') inner = 'sometimes';
    if (part.kind === 'repeat') {
      if (part.max > 1) inner = 'repeated';
      else if (so !== 'repeated') inner = 'sometimes';
    }
    for (const child of childrenOfPattern(part)) visit(child, inner);
  };
  visit(pattern, 'always');
  return found;
}
