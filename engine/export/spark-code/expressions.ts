/** Spark expressions as code of the column API. */
import type {
  SparkBinary,
  SparkBinaryOperator,
  SparkCase,
  SparkExpression,
  SparkHelperCall,
  SparkLambda,
  SparkLiteral,
  SparkSortKey,
} from '../../spark/expression.ts';
import { HELPERS } from '../../spark/helpers.ts';
import { is, isIntegral, quoteName, typeText } from '../../spark/types.ts';
import type { Doc } from '../code/doc.ts';
import { call, lambda, link, method } from '../code/doc.ts';
import { identifiers } from '../identifiers.ts';
import { printCall } from './calls.ts';
import { printLike } from './like.ts';
import type { Language } from './language.ts';
import { ATOM, castName } from './language.ts';
import type { Printer } from './printer.ts';
import { smallest, untyped } from './untyped.ts';
import { printWindow } from './windows.ts';

/** A parameter of a lambda or helper around. */
export interface Variable {
  readonly name: string;
  /** It is a plain value of the language, not a column. */
  readonly plain: boolean;
}

export interface Names {
  /** Variable of a parameter. */
  readonly parameter: (name: string) => string;
  /** Function that a helper became. */
  readonly helper: (name: string) => string;
  /** What no parameter of a lambda may be called: in Java it would not compile, elsewhere hide another. */
  readonly taken: ReadonlySet<string>;
}

const COMPARISONS: ReadonlySet<SparkBinaryOperator> = new Set([
  '=',
  '<>',
  '<',
  '<=',
  '>',
  '>=',
  '<=>',
]);

export class ExpressionPrinter implements Printer {
  readonly language: Language;
  readonly #names: Names;
  /** The parameters of the lambdas around. */
  readonly #variables: ReadonlyMap<string, Variable>;

  constructor(
    language: Language,
    names: Names,
    variables: ReadonlyMap<string, Variable> = new Map(),
  ) {
    this.language = language;
    this.#names = names;
    this.#variables = variables;
  }

  /** The expression as a column, in brackets where it binds less tightly than `minimum`. */
  print(expression: SparkExpression, minimum = 0): Doc {
    const doc = this.#body(expression);
    return this.#level(expression) < minimum ? { kind: 'group', inner: doc } : doc;
  }

  /** The column under a name. */
  named(name: string, expression: SparkExpression): Doc {
    if (expression.kind === 'column' && expression.name === name) return this.print(expression);
    return method(this.print(expression, ATOM), this.language.alias, this.language.text(name));
  }

  key({ expression, direction, nulls }: SparkSortKey): Doc {
    const property = this.language.property(`${direction}_nulls_${nulls}`);
    return link(this.print(expression, ATOM), `.${property}`);
  }

  function(name: string, ...args: readonly Doc[]): Doc {
    return call(this.language.functionName(name), ...args);
  }

  /** A value of the language, where the expression is one: a literal, or a plain parameter. */
  value(expression: SparkExpression): string | undefined {
    if (expression.kind === 'literal') return this.language.value(expression);
    if (expression.kind !== 'variable') return undefined;
    const variable = this.#variables.get(expression.name);
    return variable?.plain === true ? variable.name : undefined;
  }

  /** A value of the language where one may stand, else a column. */
  operand(expression: SparkExpression, minimum = 0): Doc {
    return this.value(expression) ?? this.print(expression, minimum);
  }

  /** As `operand`; beside a value of its type a literal need not have the type itself. */
  #compared(expression: SparkExpression, beside: SparkExpression, minimum = 0): Doc {
    return this.operand(beside.kind === 'literal' ? expression : untyped(expression), minimum);
  }

  /** Names of columns where all are plain or names may stand beside columns, else columns. */
  columns(
    columns: readonly { readonly name: string; readonly expression: SparkExpression }[],
  ): readonly Doc[] {
    const names = columns.map(({ name, expression }) =>
      expression.kind === 'column' && expression.name === name
        ? this.language.text(columnText(expression.name, expression.frame))
        : undefined,
    );
    const mixed = this.language.mixesNames || names.every((name) => name !== undefined);
    return columns.map(
      ({ name, expression }, i) => (mixed ? names[i] : undefined) ?? this.named(name, expression),
    );
  }

  /** Columns without names of their own, as `columns`. */
  keys(expressions: readonly SparkExpression[]): readonly Doc[] {
    const columns = expressions.filter((expression) => expression.kind === 'column');
    return columns.length === expressions.length
      ? this.columns(columns.map((expression) => ({ name: expression.name, expression })))
      : expressions.map((expression) => this.print(expression));
  }

  #level(expression: SparkExpression): number {
    switch (expression.kind) {
      case 'binary':
        return this.language.level(expression.op) ?? ATOM;
      case 'unary':
        return this.language.prefixes && expression.op !== '~' ? ATOM - 1 : ATOM;
      case 'lambda':
        return 0;
      default:
        return ATOM;
    }
  }

  #body(expression: SparkExpression): Doc {
    const { language } = this;
    const { text } = language;
    switch (expression.kind) {
      case 'column':
        return this.function('col', text(columnText(expression.name, expression.frame)));
      case 'variable': {
        const variable = this.#variables.get(expression.name);
        const name = variable?.name ?? language.identifier(expression.name);
        return variable?.plain === true ? this.function('lit', name) : name;
      }
      case 'literal':
        return this.#literal(expression);
      case 'parameter':
        return this.#names.parameter(expression.name);
      case 'call':
        return printCall(expression, this);
      case 'helper':
        return this.#helper(expression);
      case 'binary':
        return this.#binary(expression);
      case 'unary': {
        const operand = this.print(expression.operand, ATOM);
        if (expression.op === 'not') return language.not(operand);
        if (expression.op === '-') return language.negative(operand);
        return this.function('bitwise_not', operand);
      }
      case 'cast':
        return method(
          this.print(expression.operand, ATOM),
          expression.try ? language.tryCast : 'cast',
          text(castName(expression.type, typeText(expression.type))),
        );
      case 'case':
        return this.#case(expression);
      case 'in': {
        const items = expression.list.map((item) => this.operand(smallest(item)));
        return method(this.print(expression.operand, ATOM), 'isin', ...items);
      }
      case 'is-null':
        return link(
          this.print(expression.operand, ATOM),
          `.${language.property(expression.negated ? 'isNotNull' : 'isNull')}`,
        );
      case 'like':
        return printLike(expression, this);
      case 'field':
        return method(this.print(expression.operand, ATOM), 'getField', text(expression.name));
      case 'item':
        return method(
          this.print(expression.operand, ATOM),
          'getItem',
          this.operand(expression.index),
        );
      case 'struct':
        return this.function(
          'struct',
          ...expression.fields.map(({ name, value }) => this.named(name, value)),
        );
      case 'lambda':
        return this.#lambda(expression);
      case 'window':
        return printWindow(expression, this);
    }
  }

  #case({ branches, otherwise }: SparkCase): Doc {
    let doc: Doc | undefined;
    for (const { when, then } of branches) {
      const args = [this.print(when), this.operand(then)] as const;
      doc = doc === undefined ? this.function('when', ...args) : method(doc, 'when', ...args);
    }
    if (doc === undefined) throw new Error('a case without branches');
    // Without another value it is null.
    const nothing = otherwise?.kind === 'literal' && otherwise.value === null;
    const needed = branches.every(({ then }) => then.kind === 'literal' && then.value === null);
    return otherwise === undefined || (nothing && !needed)
      ? doc
      : method(doc, 'otherwise', this.operand(otherwise));
  }

  #lambda({ params, body }: SparkLambda): Doc {
    const taken = [...this.#variables.values()].map(({ name }) => name);
    const { identifier, instead } = this.language;
    const fresh = identifiers(
      params,
      identifier,
      new Set([...this.#names.taken, ...taken]),
      (base) => instead(base, 'value'),
    );
    const variables = new Map([
      ...this.#variables,
      ...[...fresh].map(([param, name]) => [param, { name, plain: false }] as const),
    ]);
    const inner = new ExpressionPrinter(this.language, this.#names, variables);
    return lambda(this.language.lambda([...fresh.values()]), inner.print(body));
  }

  #literal(literal: SparkLiteral): Doc {
    const { type, value } = literal;
    const own = this.language.value(literal);
    if (own !== undefined) return this.function('lit', own);
    const text = castName(type, typeText(type));
    const plain = isIntegral(type) && Number.isSafeInteger(Number(value)) && value !== null;
    const given = value === null ? this.language.null : plain ? value : this.language.text(value);
    if (is(type, 'VOID')) return this.function('lit', given);
    return method(this.function('lit', given), 'cast', this.language.text(text));
  }

  #helper({ name, args }: SparkHelperCall): Doc {
    const { params = [], plain = {} } = HELPERS[name] ?? {};
    const printed = args.map((arg, i) => {
      if (plain[params[i] ?? ''] === undefined) return this.print(arg);
      const value = this.value(arg);
      if (value === undefined) throw new Error(`${name} takes plain values`);
      return value;
    });
    return call(this.#names.helper(name), ...printed);
  }

  /** A chain of one operator is one list of operands. */
  #binary({ op, left, right }: SparkBinary): Doc {
    const { language } = this;
    const level = language.level(op);
    const compares = COMPARISONS.has(op);
    const operand = (minimum: number): Doc =>
      compares ? this.#compared(right, left, minimum) : this.operand(right, minimum);
    if (level === undefined) return language.binary(op, this.print(left, ATOM), operand(0));
    const chains = op === 'and' || op === 'or';
    const inner = chains ? level : level + 1;
    const minimum = left.kind === 'binary' && left.op === op ? level : inner + (chains ? 1 : 0);
    const bare = language.valueLeft(op) && this.value(right) === undefined;
    const leftDoc = bare ? this.operand(left, minimum) : this.print(left, minimum);
    return language.binary(op, leftDoc, operand(level + 1));
  }
}

/** How a column is named in `col`: a dot would be read as a field of a struct. */
function columnText(name: string, frame: string | undefined): string {
  const plain = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name);
  const text = plain ? name : quoteName(name);
  return frame === undefined ? text : `${frame}.${text}`;
}
