/** Tables that stand in the pipeline itself. */
import type { Literal } from '../../contract/expression.ts';
import { ex } from '../../contract/expression.ts';
import type { ColumnType } from '../../contract/schema.ts';
import { formatType, sameName } from '../../contract/schema.ts';
import type { InlineSource } from '../../contract/source-spec.ts';
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import type { Frame } from '../frame.ts';
import { refuse } from '../refusal.ts';
import { translateLiteral } from '../translate/literals.ts';
import { sparkType } from '../types.ts';

export function valuesFrame({ columns, rows }: InlineSource): Frame {
  return {
    kind: 'values',
    schema: columns.map(({ name, type }) => ({ name, type: sparkType(type) })),
    rows: rows.map((row) =>
      columns.map(({ type }, i) => {
        const cell = row[i];
        if (cell === undefined || cell.value === null) return sx.null(sparkType(type));
        return cellValue({ ...cell, value: cell.value }, type);
      }),
    ),
  };
}

function cellValue(cell: Literal & { readonly value: string }, type: ColumnType): SparkExpression {
  if (isNested(type)) return new NestedText(cell.value).whole(type);
  const { expression } = translateLiteral(cell);
  if (expression.kind !== 'literal') return refuse('A value of the table is not a plain literal.');
  return { ...expression, type: sparkType(type) };
}

const isNested = ({ kind }: ColumnType): boolean =>
  kind === 'list' || kind === 'array' || kind === 'struct' || kind === 'map';

/** Reads what the step makes of nested cells: DuckDB's text of lists, structs and maps. */
class NestedText {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(type: ColumnType): SparkExpression {
    const value = this.#value(type);
    if (this.#at < this.#text.length) this.#fail(type);
    return value;
  }

  #value(type: ColumnType): SparkExpression {
    if (this.#takes('NULL')) return sx.null(sparkType(type));
    const spark = sparkType(type);
    switch (type.kind) {
      case 'list':
      case 'array': {
        const items = this.#items('[', ']', type, () => this.#value(type.element));
        return sx.cast(sx.call('array', ...items), spark);
      }
      case 'struct': {
        const fields = this.#items('{', '}', type, () => {
          const name = this.#quoted();
          const field = type.fields.find((each) => sameName(each.name, name ?? ''));
          if (field === undefined || !this.#takes(': ')) return this.#fail(type);
          return { name: field.name, value: this.#value(field.type) };
        });
        return sx.cast({ kind: 'struct', fields }, spark);
      }
      case 'map': {
        const entries = this.#items('{', '}', type, () => {
          const key = this.#value(type.key);
          if (!this.#takes('=')) this.#fail(type);
          return [key, this.#value(type.value)];
        });
        return sx.cast(sx.call('map', ...entries.flat()), spark);
      }
      default: {
        const text = this.#quoted() ?? this.#bare();
        const { expression } = translateLiteral(ex.literal(formatType(type), text));
        return expression;
      }
    }
  }

  #items<T>(open: string, close: string, type: ColumnType, item: () => T): T[] {
    const items: T[] = [];
    if (!this.#takes(open)) this.#fail(type);
    while (!this.#takes(close)) {
      if (items.length > 0 && !this.#takes(', ')) this.#fail(type);
      items.push(item());
    }
    return items;
  }

  #takes(token: string): boolean {
    if (!this.#text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    const [found] = pattern.exec(this.#text.slice(this.#at)) ?? [];
    this.#at += found?.length ?? 0;
    return found;
  }

  /** A text in quotes, where `\` stands before quotes and itself. */
  #quoted(): string | undefined {
    const found = this.#match(/^'(?:[^'\\]|\\[\s\S])*'/);
    return found?.slice(1, -1).replaceAll(/\\([\s\S])/g, '$1');
  }

  /** A number or the like. */
  #bare(): string {
    return this.#match(/^[^\s,'[\]{}=]+/) ?? '';
  }

  #fail(type: ColumnType): never {
    return refuse(
      `A value of the table cannot be read as ${formatType(type)}: ${this.#text}.`,
      'Write it as a JSON list or object.',
    );
  }
}
