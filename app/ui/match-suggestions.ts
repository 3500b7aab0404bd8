/** Which of many values a typed text could mean. */

export interface Suggestion {
  readonly value: string;
  /** Said beside it, such as a type. */
  readonly detail?: string;
}

/** The text itself, values that begin with it, then those that have it within; in their own order. */
export function matchSuggestions(
  items: readonly Suggestion[],
  text: string,
): readonly Suggestion[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return items;
  const same: Suggestion[] = [];
  const first: Suggestion[] = [];
  const others: Suggestion[] = [];
  for (const item of items) {
    const at = item.value.toLowerCase().indexOf(wanted);
    if (at === 0) (item.value.length === wanted.length ? same : first).push(item);
    else if (at > 0) others.push(item);
  }
  return [...same, ...first, ...others];
}
