/** Which of many values a typed text could mean. */

export interface Suggestion {
  readonly value: string;
  /** Said beside it, such as a type. */
  readonly detail?: string;
  /** Shown and searched in its place, where its text alone would not tell what it is. */
  readonly label?: string;
}

/** The text itself, values that begin with it, then those that have it within; in their own order. */
export function matchSuggestions<Item extends Suggestion>(
  items: readonly Item[],
  text: string,
): readonly Item[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return items;
  const same: Item[] = [];
  const first: Item[] = [];
  const others: Item[] = [];
  for (const item of items) {
    const shown = item.label ?? item.value;
    const at = shown.toLowerCase().indexOf(wanted);
    if (at === 0) (shown.length === wanted.length ? same : first).push(item);
    else if (at > 0) others.push(item);
  }
  return [...same, ...first, ...others];
}
