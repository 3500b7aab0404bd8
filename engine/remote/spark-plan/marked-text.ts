/** Text with the places that its pieces come from: marks go into it while it is made, and are taken out. */
import type { ExpressionPlace } from '../../spark/places.ts';

/** Offsets count UTF-16 units. */
export interface TextPlace {
  readonly start: number;
  readonly end: number;
  readonly node: string;
  /** Where in the user's text; absent: somewhere in the step. */
  readonly from?: ExpressionPlace;
}

export interface Marks {
  /** A piece that belongs to a step. */
  readonly step: (text: string, node: string) => string;
  /** A piece that the user wrote, where that is known. */
  readonly expression: (text: string, node: string, from: ExpressionPlace | undefined) => string;
}

const UNMARKED: Marks = { step: (text) => text, expression: (text) => text };

/**
 * @param make the text, by the marks that it is given; called more than once
 * @returns the text as it is without marks, and its places: outer ones before those in them
 */
export function withMarks(make: (marks: Marks) => string): {
  readonly text: string;
  readonly places: readonly TextPlace[];
} {
  const text = make(UNMARKED);
  const [open, close] = unusedIn(text);
  if (open === undefined || close === undefined) return { text, places: [] };
  const found: Omit<TextPlace, 'start' | 'end'>[] = [];
  const mark = (piece: string, place: (typeof found)[number]): string => {
    found.push(place);
    return `${open}${found.length - 1};${piece}${close}`;
  };
  const marked = make({
    step: (piece, node) => mark(piece, { node }),
    expression: (piece, node, from) =>
      from === undefined ? piece : mark(piece, { node: from.node ?? node, from }),
  });
  return { text, places: placesIn(marked, open, close, found) };
}

/** Two characters that no text means anything by, and that this one does not have. */
const unusedIn = (text: string): string[] =>
  Array.from({ length: 32 }, (_, i) => String.fromCharCode(0xfdd0 + i)).filter(
    (character) => !text.includes(character),
  );

function placesIn(
  marked: string,
  open: string,
  close: string,
  found: readonly Omit<TextPlace, 'start' | 'end'>[],
): TextPlace[] {
  const places: TextPlace[] = [];
  const around: { readonly place: number; readonly start: number; readonly at: number }[] = [];
  let length = 0;
  for (const [piece] of marked.matchAll(
    new RegExp(`${open}\\d+;|${close}|[^${open}${close}]+`, 'g'),
  )) {
    if (piece.startsWith(open)) {
      around.push({ place: Number(piece.slice(1, -1)), start: length, at: places.length });
      // Its own place in the list, before those of what is inside.
      places.push({ start: length, end: length, node: '' });
    } else if (piece === close) {
      const last = around.pop();
      const place = found[last?.place ?? -1];
      if (last !== undefined && place !== undefined) {
        places[last.at] = { ...place, start: last.start, end: length };
      }
    } else length += piece.length;
  }
  return places;
}

/** The innermost place that holds a stretch of the text; undefined where none does. */
export function placeAround(
  places: readonly TextPlace[],
  start: number,
  end: number,
): TextPlace | undefined {
  return places.findLast((place) => place.start <= start && end <= place.end);
}
