/** Walks the items of a normalised text in step with the library's tree. */
import type { Expression, Opaque, Span } from '../../contract/expression.ts';
import type { Located } from './associate.ts';
import { NotExpressible } from './associate.ts';
import { isReserved } from '../quote.ts';
import type { Token } from './lex.ts';
import type { Item } from './normalisation.ts';

/** The library's tree as it comes: enums are `"Name"` or `{"Name": payload}`. */
export type Raw = unknown;

export const field = (raw: Raw, name: string): Raw =>
  typeof raw === 'object' && raw !== null ? (raw as Record<string, Raw>)[name] : undefined;

export const list = (raw: Raw): readonly Raw[] => (Array.isArray(raw) ? raw : []);

/** Name and payload of an enum value. */
export function variant(raw: Raw): readonly [name: string, payload: Raw] {
  if (typeof raw === 'string') return [raw, undefined];
  if (typeof raw === 'object' && raw !== null) {
    const [entry] = Object.entries(raw as Record<string, Raw>);
    if (entry !== undefined) return entry;
  }
  throw new NotExpressible(`unknown form ${JSON.stringify(raw)}`);
}

export type Convert = (r: Reader, raw: Raw) => Located;

export class Reader {
  readonly text: string;
  readonly param: string;
  readonly tokens: readonly Token[];
  private readonly items: readonly Item[];
  /** Handed in, so that calls and expressions convert each other without an import cycle. */
  private readonly converter: Convert;
  private at = 0;

  constructor(
    text: string,
    param: string,
    tokens: readonly Token[],
    items: readonly Item[],
    converter: Convert,
  ) {
    this.text = text;
    this.param = param;
    this.tokens = tokens;
    this.items = items;
    this.converter = converter;
  }

  convert(raw: Raw): Located {
    return this.converter(this, raw);
  }

  /** Expressions parted by commas. */
  convertList(raws: readonly Raw[]): Expression[] {
    return raws.map((raw, i) => {
      if (i > 0) this.take(',');
      return this.convert(raw).node;
    });
  }

  finished(): boolean {
    return this.at === this.items.length;
  }

  peek(): Item | undefined {
    return this.items[this.at];
  }

  /** The next item. A tree out of step with the text must never be trusted: the text stays opaque. */
  take(text?: string): Item {
    const item = this.items[this.at];
    if (item === undefined || (text !== undefined && item.text.toLowerCase() !== text)) {
      throw new NotExpressible(`expected ${text ?? 'a token'}, found ${item?.text ?? 'the end'}`);
    }
    this.at += 1;
    return item;
  }

  /** Takes the next item when it has that text. */
  accept(text: string): Item | undefined {
    return this.peek()?.text.toLowerCase() === text ? this.take() : undefined;
  }

  token(item: Item): Token {
    const token = this.tokens[item.first];
    if (token === undefined) throw new NotExpressible('no token');
    return token;
  }

  /** A name as written: exact between quotes, and the case kept without them. */
  name(item: Item): string {
    const token = this.token(item);
    return token.kind === 'word' ? token.text : token.value;
  }

  start(item: Item): number {
    return this.tokens[item.first]?.start ?? 0;
  }

  /** Where the given item starts, or else the next one. */
  startOfNext(item = this.peek()): number {
    return item === undefined ? this.text.length : this.start(item);
  }

  end(item: Item): number {
    return this.tokens[item.last]?.end ?? this.text.length;
  }

  span(start: number, end: number): Span {
    return { param: this.param, start, end };
  }

  /** Text of an item as written. */
  source(item: Item): string {
    return this.text.slice(this.start(item), this.end(item));
  }

  opaque(item: Item): Opaque {
    return opaqueOf(
      this.text,
      this.tokens.slice(item.first, item.last + 1),
      this.span(this.start(item), this.end(item)),
    );
  }
}

/** Opaque text with every identifier in it; `*` stands for all columns. */
export function opaqueOf(text: string, tokens: readonly Token[], span: Span): Opaque {
  const identifiers = new Map<string, string>();
  for (const [i, token] of tokens.entries()) {
    const isName = token.kind === 'quoted' || (token.kind === 'word' && !isReserved(token.value));
    const isFunction = tokens[i + 1]?.text === '(';
    if (isName && !isFunction) {
      const name = token.kind === 'word' ? token.text : token.value;
      identifiers.set(name.toLowerCase(), name);
    }
    // A star that is no multiplication, or a query, may read any column.
    const before = tokens[i - 1];
    const star = token.text === '*' && token.kind === 'operator';
    const opens = before === undefined || /^[(,.]$/.test(before.text) || before.kind === 'word';
    if (star && opens) identifiers.set('*', '*');
    if (token.kind === 'word' && /^(select|from|columns)$/.test(token.value)) {
      identifiers.set('*', '*');
    }
  }
  return {
    kind: 'opaque',
    text: text.slice(span.start, span.end),
    identifiers: [...identifiers.values()],
    span,
  };
}
