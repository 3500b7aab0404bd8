/**
 * Text with breaks that are taken where it is too wide, in levels that are broken from the outside in:
 * the way of Oppen ("Prettyprinting", 1980) that google-java-format goes, with its refinement that text
 * behind a level counts to the last level that was broken before it.
 */

interface Break {
  readonly kind: 'break';
  readonly flat: '' | ' ';
  /** Taken whenever its level is broken, or only where what follows is too wide. */
  readonly always: boolean;
  /** Columns by which the line behind it is set in more than its level. */
  readonly shift: number;
}

interface Level {
  readonly kind: 'level';
  readonly indent: number;
  readonly parts: (string | Break | Level)[];
}

interface State {
  readonly indent: number;
  readonly column: number;
  /** What came last did not fit: break behind it, too. */
  readonly mustBreak: boolean;
}

const widthOf = (part: string | Break | Level): number => {
  if (typeof part === 'string') return [...part].length;
  if (part.kind === 'break') return part.flat.length;
  return part.parts.reduce((sum, each) => sum + widthOf(each), 0);
};

const flatOf = (part: string | Break | Level): string => {
  if (typeof part === 'string') return part;
  return part.kind === 'break' ? part.flat : part.parts.map(flatOf).join('');
};

export class Filler {
  readonly #base: Level = { kind: 'level', indent: 0, parts: [] };
  readonly #open: Level[] = [this.#base];
  /** Where text goes: the level of the last break. */
  #target: Level = this.#base;

  text(text: string): void {
    this.#target.parts.push(text);
  }

  break(flat: '' | ' ', always: boolean, shift = 0): void {
    const level = this.#top();
    level.parts.push({ kind: 'break', flat, always, shift });
    this.#target = level;
  }

  /** What `inside` adds, in a level whose lines are set in by so many columns more. */
  level(indent: number, inside: () => void): void {
    this.#open.push({ kind: 'level', indent, parts: [] });
    inside();
    const level = this.#open.pop();
    if (level !== undefined) this.#top().parts.push(level);
  }

  /** @param indent of the line that it begins */
  layOut(indent: number, columns: number): string {
    const out: string[] = [' '.repeat(indent)];
    layOutLevel(this.#base, { indent, column: indent, mustBreak: false }, columns, out);
    return out.join('');
  }

  #top(): Level {
    return this.#open.at(-1) ?? this.#base;
  }
}

/** @returns the column behind it */
function layOutLevel(level: Level, state: State, columns: number, out: string[]): number {
  const width = widthOf(level);
  if (state.column + width <= columns) {
    out.push(flatOf(level));
    return state.column + width;
  }
  let so: State = { indent: state.indent + level.indent, column: state.column, mustBreak: false };
  for (const { before, parts } of runsOf(level)) {
    const needed = parts.reduce((sum, part) => sum + widthOf(part), 0);
    if (before !== undefined) {
      const wide = so.column + before.flat.length + needed > columns;
      const taken = before.always || so.mustBreak || wide;
      const margin = so.indent + before.shift;
      out.push(taken ? `\n${' '.repeat(margin)}` : before.flat);
      so = { ...so, column: taken ? margin : so.column + before.flat.length };
    }
    const enough = so.column + needed <= columns;
    so = { ...so, mustBreak: false };
    for (const part of parts) {
      if (typeof part === 'string') {
        out.push(part);
        so = { ...so, column: so.column + widthOf(part) };
      } else so = { ...so, column: layOutLevel(part, so, columns, out) };
    }
    if (!enough) so = { ...so, mustBreak: true };
  }
  return so.column;
}

interface Run {
  readonly before?: Break;
  readonly parts: (string | Level)[];
}

/** The parts of a level between its breaks. */
function runsOf({ parts }: Level): readonly Run[] {
  const runs: Run[] = [{ parts: [] }];
  for (const part of parts) {
    if (typeof part === 'object' && part.kind === 'break') runs.push({ before: part, parts: [] });
    else runs.at(-1)?.parts.push(part);
  }
  return runs;
}
