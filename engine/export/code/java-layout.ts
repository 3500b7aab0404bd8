/** Java as google-java-format lays it out: 100 columns, lines that go on with another set in by four. */
import type { Brackets, Chain, Doc } from './doc.ts';
import { flat, width } from './doc.ts';
import { Filler } from './fill.ts';
import { packed, wordsOf } from './pieces.ts';

const COLUMNS = 100;
const INDENT = 2;
const CONTINUED = 4;
/** Items of fewer characters than this share lines. */
const SHORT = 10;
/** A chain that begins with so many characters at most goes on behind them. */
const TINY = 4;

/**
 * Literals are cut where a line is too long with them whole.
 * @param prefix what stands before the document; where that ends with `=`, the document may begin a line
 */
export function javaStatement(prefix: string, doc: Doc, suffix: string, indent: number): string {
  const cut = new Set<string>();
  for (;;) {
    const text = layOut(prefix, doc, suffix, indent, cut);
    const long = text.split('\n').filter((line) => width(line) > COLUMNS);
    const whole = long.flatMap((line) => line.match(/"(?:[^"\\]|\\.)*"/g) ?? []);
    const more = whole.filter((literal) => !cut.has(literal));
    if (more.length === 0) return text;
    for (const literal of more) cut.add(literal);
  }
}

function layOut(
  prefix: string,
  doc: Doc,
  suffix: string,
  indent: number,
  cut: ReadonlySet<string>,
): string {
  const filler = new JavaFiller(cut);
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

class JavaFiller extends Filler {
  /** Literals to cut. */
  readonly cut: ReadonlySet<string>;

  constructor(cut: ReadonlySet<string>) {
    super();
    this.cut = cut;
  }
}

function add(doc: Doc, filler: JavaFiller): void {
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
      addPieces(filler.cut.has(doc.whole) ? doc.pieces : [doc.whole], filler);
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

function addDots(doc: Chain | Extract<Doc, { kind: 'row' }>, filler: JavaFiller): void {
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
function addAll(items: readonly Item[], filler: JavaFiller): void {
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
function addPrefixed(items: readonly Item[], filler: JavaFiller): void {
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

function addArguments(args: readonly Doc[] | undefined, indent: number, filler: JavaFiller): void {
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

function addItems(items: readonly Doc[], filler: JavaFiller): void {
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
function addArray({ open, items, close }: Brackets, filler: JavaFiller): void {
  filler.level(INDENT, () => {
    filler.text(open);
    filler.break('', true);
    addItems(items, filler);
    filler.break('', true, -INDENT);
    filler.text(close);
  });
}

/** A long literal is cut at spaces, but not a pattern. */
function addText(text: string, filler: JavaFiller): void {
  const cuts = filler.cut.has(text) && !text.includes('\\');
  const pieces = cuts ? packed(wordsOf(text.slice(1, -1))) : [];
  addPieces(pieces.length > 1 ? pieces.map((piece) => `"${piece}"`) : [text], filler);
}

function addPieces([first = '', ...rest]: readonly string[], filler: JavaFiller): void {
  if (rest.length === 0) {
    filler.text(first);
    return;
  }
  filler.level(CONTINUED, () => {
    filler.text(first);
    for (const piece of rest) {
      filler.break(' ', true);
      filler.text(`+ ${piece}`);
    }
  });
}
