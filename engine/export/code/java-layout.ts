/** Java as google-java-format lays it out: 100 columns, lines that go on with another set in by four. */
import type { Brackets, Chain, Doc } from './doc.ts';
import { flat } from './doc.ts';
import { Filler } from './fill.ts';
import { packed, wordsOf } from './pieces.ts';

const COLUMNS = 100;
const INDENT = 2;
const CONTINUED = 4;
/** Items of fewer characters than this share lines. */
const SHORT = 10;
/** A chain that begins with so many characters at most goes on behind them. */
const TINY = 4;

/** @param prefix what stands before the document; where that ends with `=`, the document may begin a line */
export function javaStatement(prefix: string, doc: Doc, suffix: string, indent: number): string {
  const filler = new Filler();
  const assigned = prefix.endsWith('= ');
  filler.text(assigned ? prefix.trimEnd() : prefix);
  if (assigned) {
    filler.level(CONTINUED, () => {
      filler.break(' ', false);
      add(doc, filler);
    });
  } else add(doc, filler);
  filler.text(suffix);
  return filler.layOut(indent, COLUMNS);
}

function add(doc: Doc, filler: Filler): void {
  if (typeof doc === 'string') {
    addText(doc, filler);
    return;
  }
  switch (doc.kind) {
    case 'row':
    case 'chain':
      addDots(doc, filler);
      break;
    case 'brackets':
      addArray(doc, filler);
      break;
    case 'lambda':
      filler.level(CONTINUED, () => {
        filler.text(doc.head);
        filler.break(' ', true);
        add(doc.body, filler);
      });
      break;
    case 'text':
      addPieces(doc.pieces, filler);
      break;
    case 'infix':
    case 'group':
      filler.text(flat(doc));
  }
}

/** A method call, or the name that a chain begins with. */
interface Item {
  readonly name: string;
  readonly args?: readonly Doc[];
}

function itemOf(doc: Doc): Item {
  if (typeof doc === 'object' && doc.kind === 'row') {
    const [name, brackets] = doc.parts;
    if (typeof name === 'string' && typeof brackets === 'object' && brackets.kind === 'brackets') {
      return { name: name.replace(/^\./, ''), args: brackets.items };
    }
  }
  const text = flat(doc).replace(/^\./, '');
  return text.endsWith('()') ? { name: text.slice(0, -2), args: [] } : { name: text };
}

const lengthOf = ({ name, args }: Item): number =>
  name.length + (args === undefined ? 0 : args.map(flat).join(', ').length + 2);

const itemsOf = (doc: Doc): readonly Item[] =>
  typeof doc === 'object' && doc.kind === 'chain'
    ? [...itemsOf(doc.head), ...doc.calls.map(itemOf)]
    : [itemOf(doc)];

function addDots(doc: Chain | Extract<Doc, { kind: 'row' }>, filler: Filler): void {
  const items = itemsOf(doc);
  const [first] = items;
  if (first === undefined) return;
  const calls = items.filter(({ args }) => args !== undefined).length;
  const named = first.args === undefined && items.length > 1;
  const prefixed = named && (calls === 1 || /^[A-Z]/.test(first.name));
  filler.level(CONTINUED, () => {
    if (prefixed) addPrefixed(items, filler);
    else addAll(items, filler);
  });
}

/** Before every dot a break, but behind something tiny. */
function addAll(items: readonly Item[], filler: Filler): void {
  const more = items.length > 1;
  let length = 0;
  for (const [i, item] of items.entries()) {
    if (i > 0) {
      if (length > TINY) filler.break('', true);
      filler.text('.');
      length += 1;
    }
    filler.text(item.name);
    const [only] = item.args ?? [];
    if (i === 0 && more && item.args?.length === 1 && only !== undefined) {
      if (item.name.length <= TINY) {
        filler.text('(');
        add(only, filler);
        filler.text(')');
        length += lengthOf(item);
        continue;
      }
    }
    addArguments(item.args, more ? CONTINUED : 0, filler);
    length += lengthOf(item);
  }
}

/** The first name and the call behind it stay together. */
function addPrefixed(items: readonly Item[], filler: Filler): void {
  const [first, second, ...rest] = items;
  if (first === undefined || second === undefined) return;
  filler.level(0, () => {
    filler.text(first.name);
    filler.break('', false);
    filler.text(`.${second.name}`);
  });
  const indent = rest.length > 0 ? CONTINUED : 0;
  addArguments(second.args, indent, filler);
  for (const item of rest) {
    filler.break('', true);
    filler.text(`.${item.name}`);
    addArguments(item.args, indent, filler);
  }
}

function addArguments(args: readonly Doc[] | undefined, indent: number, filler: Filler): void {
  if (args === undefined) return;
  filler.level(indent, () => {
    filler.text('(');
    if (args.length > 0) {
      filler.break('', true);
      addItems(args, filler);
    }
    filler.text(')');
  });
}

const areShort = (items: readonly Doc[]): boolean =>
  items.every((item) => flat(item).length < SHORT);

function addItems(items: readonly Doc[], filler: Filler): void {
  const together = areShort(items);
  filler.level(0, () => {
    for (const [i, item] of items.entries()) {
      if (i > 0) {
        filler.text(',');
        filler.break(' ', !together);
      }
      add(item, filler);
    }
  });
}

/** `new Type[] {…}`. */
function addArray({ open, items, close }: Brackets, filler: Filler): void {
  filler.level(INDENT, () => {
    filler.text(open);
    filler.break('', true);
    addItems(items, filler);
    filler.break('', true, -INDENT);
    filler.text(close);
  });
}

/** A long literal is cut at spaces, but not a pattern. */
function addText(text: string, filler: Filler): void {
  const pieces = /^"[^"\\]*"$/.test(text) ? packed(wordsOf(text.slice(1, -1))) : [];
  if (pieces.length > 1)
    addPieces(
      pieces.map((piece) => `"${piece}"`),
      filler,
    );
  else filler.text(text);
}

function addPieces(pieces: readonly string[], filler: Filler): void {
  filler.level(CONTINUED, () => {
    for (const [i, piece] of pieces.entries()) {
      if (i > 0) {
        filler.break(' ', true);
        filler.text('+ ');
      }
      filler.text(piece);
    }
  });
}
