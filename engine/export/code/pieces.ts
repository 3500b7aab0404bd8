/** Long texts, cut for string literals. */

const LONGEST = 60;

/** Units of a text joined to pieces, which are no longer than `LONGEST` but for units that are. */
export function packed(units: readonly string[]): string[] {
  const pieces: string[] = [];
  for (const unit of units) {
    const last = pieces.at(-1);
    if (last !== undefined && last.length + unit.trimEnd().length <= LONGEST) {
      pieces[pieces.length - 1] = last + unit;
    } else pieces.push(unit);
  }
  return pieces;
}

/** The words of a text with the spaces behind them. */
export const wordsOf = (text: string): readonly string[] => text.match(/[^ ]* +|[^ ]+$/g) ?? [];
