/**
 * Layout of generated Scala and Java: a tree of what belongs together, broken over lines where it is too
 * wide. Python's is `python-layout/`, on the text that the tree has on one line.
 */

export type Doc =
  | string
  /** Pieces on one line, of which the last that can break does. */
  | { readonly kind: 'row'; readonly parts: readonly Doc[] }
  /** `open` items `close`, separated by commas. */
  | {
      readonly kind: 'brackets';
      readonly open: string;
      readonly items: readonly Doc[];
      readonly close: string;
    }
  /** `head.call(…).call(…)`. */
  | { readonly kind: 'chain'; readonly head: Doc; readonly calls: readonly Doc[] }
  /** `a + b + c`, operators of one precedence. */
  | { readonly kind: 'infix'; readonly operator: string; readonly operands: readonly Doc[] }
  /** `(…)` around an operand that binds less tightly. */
  | { readonly kind: 'group'; readonly inner: Doc };

export interface Layout {
  readonly width: number;
  /** Spaces of one level. */
  readonly indent: number;
  /** Levels by which a line that goes on with another is set in. */
  readonly continuation: number;
  /** A closing bracket stands behind what it closes, and the value of a broken assignment on its own lines. */
  readonly compact: boolean;
}

export const row = (...parts: readonly Doc[]): Doc => ({ kind: 'row', parts });

export const call = (name: Doc, ...args: readonly Doc[]): Doc =>
  row(name, { kind: 'brackets', open: '(', items: args, close: ')' });

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
  }
}

const width = (text: string): number => [...text].length;

/**
 * The document from a column on; lines after the first are set in by `level` levels.
 * @param after characters that follow on the last line
 */
export function layOut(doc: Doc, layout: Layout, level: number, column: number, after = 0): string {
  const one = flat(doc);
  const multiline = one.includes('\n');
  if (!multiline && column + width(one) + after <= layout.width) return one;
  if (typeof doc === 'string') return doc;
  switch (doc.kind) {
    case 'row': {
      const at = lastBreakable(doc.parts);
      const before = doc.parts.slice(0, at).map(flat).join('');
      const behind = doc.parts
        .slice(at + 1)
        .map(flat)
        .join('');
      const part = doc.parts[at];
      if (part === undefined) return one;
      const start = column + width(before);
      return before + layOut(part, layout, level, start, after + width(behind)) + behind;
    }
    case 'brackets':
      return brackets(doc, layout, level, after);
    case 'chain':
      return chain(doc, layout, level, column, after);
    case 'infix':
      return infix(doc, layout, level, column, after);
    case 'group': {
      const inner = layOut(doc.inner, layout, level + 1, pad(layout, level + 1).length);
      return `(\n${pad(layout, level + 1)}${inner}\n${pad(layout, level)})`;
    }
  }
}

const pad = (layout: Layout, level: number): string => ' '.repeat(layout.indent * level);

const breakable = (doc: Doc): boolean =>
  typeof doc === 'object' && (doc.kind !== 'brackets' || doc.items.length > 0);

const lastBreakable = (parts: readonly Doc[]): number => {
  const found = parts.findLastIndex(breakable);
  return found < 0 ? parts.length - 1 : found;
};

/** All items on one line of their own if they fit there, else each on its own. */
function brackets(
  { open, items, close }: Extract<Doc, { kind: 'brackets' }>,
  layout: Layout,
  level: number,
  after: number,
): string {
  const inner = level + layout.continuation;
  const inside = pad(layout, inner);
  const end = layout.compact ? close : `\n${pad(layout, level)}${close}`;
  const behind = layout.compact ? width(close) + after : 0;
  const all = items.map(flat).join(', ');
  if (!all.includes('\n') && inside.length + width(all) + behind <= layout.width) {
    return `${open}\n${inside}${all}${end}`;
  }
  const lines = items.map((item, i) => {
    const last = i === items.length - 1;
    const comma = last ? '' : ',';
    return `${inside}${layOut(item, layout, inner, inside.length, last ? behind : 1)}${comma}`;
  });
  return `${open}\n${lines.join('\n')}${end}`;
}

/** A chain of one call breaks inside its brackets; a longer one before each call. */
function chain(
  { head, calls }: Extract<Doc, { kind: 'chain' }>,
  layout: Layout,
  level: number,
  column: number,
  after: number,
): string {
  if (calls.length === 1) return layOut(row(head, ...calls), layout, level, column, after);
  const inner = level + layout.continuation;
  const margin = pad(layout, inner);
  const texts = calls.map((each, i) =>
    layOut(each, layout, inner, margin.length, i === calls.length - 1 ? after : 0),
  );
  return [layOut(head, layout, level, column), ...texts.map((text) => margin + text)].join('\n');
}

/** An operand a line, which ends with the operator. */
function infix(
  { operator, operands }: Extract<Doc, { kind: 'infix' }>,
  layout: Layout,
  level: number,
  column: number,
  after: number,
): string {
  const margin = pad(layout, level);
  const lines = operands.map((operand, i) => {
    const last = i === operands.length - 1;
    const behind = last ? '' : ` ${operator}`;
    const start = i === 0 ? column : margin.length;
    return (
      (i === 0 ? '' : margin) +
      layOut(operand, layout, level, start, last ? after : width(behind)) +
      behind
    );
  });
  return lines.join('\n');
}

/** `prefix` and a document as a statement at a level, `suffix` at its end. */
export function statement(
  prefix: string,
  doc: Doc,
  suffix: string,
  layout: Layout,
  level: number,
): string {
  const margin = pad(layout, level);
  const one = flat(doc);
  const start = margin.length + width(prefix);
  if (!one.includes('\n') && start + width(one) + width(suffix) <= layout.width) {
    return `${margin}${prefix}${one}${suffix}`;
  }
  if (layout.compact && prefix.endsWith('= ')) {
    const inner = level + layout.continuation;
    const inside = pad(layout, inner);
    const value = layOut(doc, layout, inner, inside.length, width(suffix));
    return `${margin}${prefix.trimEnd()}\n${inside}${value}${suffix}`;
  }
  return `${margin}${prefix}${layOut(doc, layout, level, start, width(suffix))}${suffix}`;
}
