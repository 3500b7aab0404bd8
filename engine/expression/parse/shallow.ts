/**
 * Keeps the library's tree shallow. It reads `a + b + c` into a tree as deep as the run is long, and a
 * tree too deep for its stack ends the whole parser, not the text alone. The order of what it reads is
 * all that counts (`associate` restores the structure), so where it would be too deep operators become
 * `*` but for every 32nd, which stays a `+`: a run of 1,000 is then no deeper than 64.
 */
import type { Item } from './normalisation.ts';

const RUN = 32;

/** Levels of the library's tree: its stack has room for about twice as many. */
const LIBRARY = 300;

/** Levels of the AST: DuckDB's own limit of the depth of an expression. */
const TREE = 1000;

/** Levels of the AST, and of the library's tree with some operators as `*`. */
interface Depth {
  readonly tree: number;
  readonly library: number;
}

const FLAT: Depth = { tree: 0, library: 0 };

/** What is known of one open bracket while its items are walked. */
interface Open {
  infix: number;
  /** Prefix operators and casts. */
  others: number;
  /** The deepest bracket since the last comma. */
  inner: Depth;
  /** The deepest part between two commas so far. */
  parts: Depth;
}

const opened = (): Open => ({ infix: 0, others: 0, inner: FLAT, parts: FLAT });

const deeper = (a: Depth, b: Depth): Depth => ({
  tree: Math.max(a.tree, b.tree),
  library: Math.max(a.library, b.library),
});

function closePart(open: Open): void {
  const { infix, others, inner, parts } = open;
  open.parts = deeper(parts, {
    tree: inner.tree + 1 + others + infix,
    library: inner.library + 1 + others + Math.min(infix, RUN) + Math.floor(infix / RUN),
  });
  open.infix = 0;
  open.others = 0;
  open.inner = FLAT;
}

/** The items as the library may read them; undefined when they are too deep for it or for the AST. */
export function keepShallow(items: readonly Item[]): readonly Item[] | undefined {
  const brackets: Open[] = [];
  let top = opened();
  const shallow = items.map((item) => {
    if (/^([([{]|case)$/i.test(item.text)) {
      brackets.push(top);
      top = opened();
    } else if (/^([)\]}]|end)$/i.test(item.text)) {
      closePart(top);
      const { parts } = top;
      top = brackets.pop() ?? opened();
      top.inner = deeper(top.inner, parts);
    } else if (/^(,|when|then|else)$/i.test(item.text)) {
      closePart(top);
    } else if (item.text === '-' || item.text.startsWith('::')) {
      top.others += 1;
    } else if (item.text === '+') {
      top.infix += 1;
      if (top.infix % RUN !== 0) return { ...item, text: '*' };
    }
    return item;
  });
  closePart(top);
  const { tree, library } = top.parts;
  if (tree <= LIBRARY) return items;
  return tree > TREE || library > LIBRARY ? undefined : shallow;
}
