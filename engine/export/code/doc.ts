/**
 * Generated code as a tree of what belongs together. What is too wide is broken over lines as the language's
 * formatter does it: `java-layout.ts`, `scala-layout.ts`, and `python-layout/`, which starts from the text
 * that the tree has on one line.
 */

export type Doc =
  | string
  /** Pieces on one line. */
  | { readonly kind: 'row'; readonly parts: readonly Doc[] }
  /** `open` items `close`, separated by commas. */
  | Brackets
  /** `head.call(…).call(…)`; a call without brackets is a property. */
  | Chain
  /** `a + b + c`, operators of one precedence. */
  | { readonly kind: 'infix'; readonly operator: string; readonly operands: readonly Doc[] }
  /** `(…)` around an operand that binds less tightly. */
  | { readonly kind: 'group'; readonly inner: Doc }
  /** `head body`, where the head ends with an arrow or colon. */
  | { readonly kind: 'lambda'; readonly head: string; readonly body: Doc }
  /** A string literal, and the literals that it is cut into where it is too long for its line. */
  | { readonly kind: 'text'; readonly whole: string; readonly pieces: readonly string[] };

export interface Brackets {
  readonly kind: 'brackets';
  readonly open: string;
  readonly items: readonly Doc[];
  readonly close: string;
}

export interface Chain {
  readonly kind: 'chain';
  readonly head: Doc;
  readonly calls: readonly Doc[];
}

export const row = (...parts: readonly Doc[]): Doc => ({ kind: 'row', parts });

export const call = (name: Doc, ...args: readonly Doc[]): Doc =>
  row(name, { kind: 'brackets', open: '(', items: args, close: ')' });

export const lambda = (head: string, body: Doc): Doc => ({ kind: 'lambda', head, body });

/** `head.name(args)`, joined to the chain that the head is. */
export const method = (head: Doc, name: string, ...args: readonly Doc[]): Doc =>
  link(head, call(`.${name}`, ...args));

/** A further link of a chain, with its dot. */
export function link(head: Doc, last: Doc): Doc {
  return typeof head === 'object' && head.kind === 'chain'
    ? { ...head, calls: [...head.calls, last] }
    : { kind: 'chain', head, calls: [last] };
}

/** The text on one line. */
export function flat(doc: Doc): string {
  if (typeof doc === 'string') return doc;
  switch (doc.kind) {
    case 'row':
      return doc.parts.map(flat).join('');
    case 'brackets':
      return `${doc.open}${doc.items.map(flat).join(', ')}${doc.close}`;
    case 'chain':
      return flat(doc.head) + doc.calls.map(flat).join('');
    case 'infix':
      return doc.operands.map(flat).join(` ${doc.operator} `);
    case 'group':
      return `(${flat(doc.inner)})`;
    case 'lambda':
      return `${doc.head} ${flat(doc.body)}`;
    case 'text':
      return doc.whole;
  }
}

/** Columns that a text takes. */
export const width = (text: string): number => [...text].length;
