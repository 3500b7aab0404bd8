/** Scala as scalafmt leaves it: 100 columns, brackets that are broken have an item a line. */
import type { Brackets, Chain, Doc } from './doc.ts';
import { flat, width } from './doc.ts';

const COLUMNS = 100;
const INDENT = 2;

const pad = (indent: number): string => ' '.repeat(indent);

/** @param prefix what stands before the document on its line */
export function scalaStatement(prefix: string, doc: Doc, suffix: string, indent: number): string {
  const start = indent + width(prefix);
  return pad(indent) + prefix + layOut(doc, indent, start, width(suffix)) + suffix;
}

const fits = (text: string, column: number, after: number): boolean =>
  !text.includes('\n') && column + width(text) + after <= COLUMNS;

/**
 * The document from a column on.
 * @param indent of the line that it is in
 * @param after characters that follow on its last line
 */
function layOut(doc: Doc, indent: number, column: number, after: number): string {
  const one = flat(doc);
  if (fits(one, column, after) || typeof doc === 'string') return one;
  switch (doc.kind) {
    case 'row':
      return layOutRow(doc.parts, indent, column, after);
    case 'brackets':
      return layOutBrackets(doc, indent);
    case 'chain':
      return layOutChain(doc, indent, column, after);
    case 'infix':
      return layOutInfix(doc.operator, doc.operands, indent, column, after);
    case 'group': {
      const inner = layOut(doc.inner, indent, column + 1, after + 1);
      return `(${inner})`;
    }
    case 'lambda': {
      const inside = indent + INDENT;
      return `${doc.head}\n${pad(inside)}${layOut(doc.body, inside, inside, after)}`;
    }
    case 'text':
      return layOutInfix('+', doc.pieces, indent, column, after);
  }
}

/** Broken in the last part that can be. */
function layOutRow(parts: readonly Doc[], indent: number, column: number, after: number): string {
  const at = parts.findLastIndex((part) => typeof part === 'object');
  const part = parts[at];
  if (part === undefined) return parts.map(flat).join('');
  const before = parts.slice(0, at).map(flat).join('');
  const behind = parts
    .slice(at + 1)
    .map(flat)
    .join('');
  const start = column + width(before);
  return before + layOut(part, indent, start, after + width(behind)) + behind;
}

function layOutBrackets({ open, items, close }: Brackets, indent: number): string {
  if (items.length === 0) return open + close;
  const inside = indent + INDENT;
  const lines = items.map((item, i) => {
    const comma = i === items.length - 1 ? '' : ',';
    return pad(inside) + layOut(item, inside, inside, comma.length) + comma;
  });
  return `${open}\n${lines.join('\n')}\n${pad(indent)}${close}`;
}

const isSimple = (doc: Doc): boolean => typeof doc === 'string';

/** A call a line; one call only may stay behind what it is called on, and be broken in its brackets. */
function layOutChain(
  { head, calls }: Chain,
  indent: number,
  column: number,
  after: number,
): string {
  const [only] = calls;
  if (calls.length === 1 && only !== undefined) {
    // A property is no call to break before.
    if (typeof only === 'string') {
      return layOut(head, indent, column, after + width(only)) + only;
    }
    if (isSimple(head)) {
      const start = column + width(flat(head));
      return flat(head) + layOut(only, indent, start, after);
    }
    if (!fits(flat(head), column, 0)) {
      const first = layOut(head, indent, column, 0);
      const last = first.slice(first.lastIndexOf('\n') + 1);
      // Behind a bracket on a line of its own there is room.
      if (/^ *\)$/.test(last) || fits(flat(only), width(last), after)) {
        return first + layOut(only, indent, width(last), after);
      }
      const inside = indent + INDENT;
      return `${first}\n${pad(inside)}${layOut(only, inside, inside, after)}`;
    }
  }
  const inside = indent + INDENT;
  const lines = calls.map(
    (each, i) =>
      `\n${pad(inside)}${layOut(each, inside, inside, i === calls.length - 1 ? after : 0)}`,
  );
  return layOut(head, indent, column, 0) + lines.join('');
}

/**
 * An operand a line, which ends with the operator. Operators inside of one without brackets share its margin.
 * @param first what lines of the first operand are set in by
 */
function layOutInfix(
  operator: string,
  operands: readonly Doc[],
  indent: number,
  column: number,
  after: number,
  first = indent,
): string {
  const inside = indent + INDENT;
  const lines = operands.map((operand, i) => {
    const behind = i === operands.length - 1 ? '' : ` ${operator}`;
    const start = i === 0 ? column : inside;
    const level = i === 0 ? first : inside;
    const room = behind === '' ? after : width(behind);
    const nested = typeof operand === 'object' && operand.kind === 'infix' ? operand : undefined;
    const text =
      nested === undefined || fits(flat(operand), start, room)
        ? layOut(operand, level, start, room)
        : layOutInfix(nested.operator, nested.operands, indent, start, room, level);
    return (i === 0 ? '' : pad(inside)) + text + behind;
  });
  return lines.join('\n');
}
