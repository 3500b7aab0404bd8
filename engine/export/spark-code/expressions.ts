/** Spark expressions as code of the column API. */
import type {
  SparkBinary,
  SparkBinaryOperator,
  SparkCall,
  SparkExpression,
  SparkFrameBound,
  SparkLambda,
  SparkLike,
  SparkLiteral,
  SparkSortKey,
  SparkWindow,
} from '../../spark/expression.ts';
import { expressionSql } from '../../spark/print/spark-sql.ts';
import { isIntegral, quoteName, simple, typeText } from '../../spark/types.ts';
import type { Doc } from '../code/doc.ts';
import { call, link, method, row } from '../code/doc.ts';
import { DISTINCT_FUNCTIONS, NUMBERED_FUNCTIONS, isColumnFunction } from './functions-api.ts';
import type { Language } from './language.ts';
import { ATOM, castName } from './language.ts';
import { identifiers } from '../identifiers.ts';

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

export class ExpressionPrinter {
  readonly #language: Language;
  readonly #names: Names;
  /** What the parameters of the lambdas around are called. */
  readonly #variables: ReadonlyMap<string, string>;

  constructor(
    language: Language,
    names: Names,
    variables: ReadonlyMap<string, string> = new Map(),
  ) {
    this.#language = language;
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
    return method(this.print(expression, ATOM), this.#language.alias, this.#language.text(name));
  }

  key({ expression, direction, nulls }: SparkSortKey): Doc {
    const property = this.#language.property(`${direction}_nulls_${nulls}`);
    return link(this.print(expression, ATOM), `.${property}`);
  }

  #level(expression: SparkExpression): number {
    switch (expression.kind) {
      case 'binary':
        return this.#language.level(expression.op) ?? ATOM;
      case 'unary':
        return ATOM - 1;
      case 'lambda':
        return 0;
      default:
        return ATOM;
    }
  }

  #function(name: string, ...args: readonly Doc[]): Doc {
    return call(this.#language.functionName(name), ...args);
  }

  #text(value: string): string {
    return this.#language.text(value);
  }

  /**
   * A value of the language where one may stand, else a column.
   * @param beside operator whose other operand it is: comparisons need no value of the same integer type
   */
  #operand(expression: SparkExpression, minimum = 0, beside?: SparkBinaryOperator): Doc {
    if (expression.kind !== 'literal') return this.print(expression, minimum);
    const { type, value } = expression;
    const compared = beside !== undefined && COMPARISONS.has(beside) && isIntegral(type);
    const own = this.#language.value(
      compared && Math.abs(Number(value)) < 2 ** 31
        ? { ...expression, type: simple('INT') }
        : expression,
    );
    return own ?? this.print(expression, minimum);
  }

  #body(expression: SparkExpression): Doc {
    const language = this.#language;
    switch (expression.kind) {
      case 'column':
        return this.#column(expression.name, expression.frame);
      case 'variable':
        return this.#variables.get(expression.name) ?? language.identifier(expression.name);
      case 'literal':
        return this.#literal(expression);
      case 'parameter':
        return this.#names.parameter(expression.name);
      case 'call':
        return this.#call(expression);
      case 'helper':
        return call(
          this.#names.helper(expression.name),
          ...expression.args.map((arg) => this.print(arg)),
        );
      case 'binary':
        return this.#binary(expression);
      case 'unary': {
        const operand = this.print(expression.operand, ATOM);
        if (expression.op === 'not') return language.not(operand);
        if (expression.op === '-') return language.negative(operand);
        return this.#function('bitwise_not', operand);
      }
      case 'cast':
        return method(
          this.print(expression.operand, ATOM),
          expression.try ? language.tryCast : 'cast',
          this.#text(castName(expression.type, typeText(expression.type))),
        );
      case 'case': {
        let doc: Doc | undefined;
        for (const { when, then } of expression.branches) {
          const args = [this.print(when), this.#operand(then)] as const;
          doc = doc === undefined ? this.#function('when', ...args) : method(doc, 'when', ...args);
        }
        if (doc === undefined) throw new Error('a case without branches');
        return expression.otherwise === undefined
          ? doc
          : method(doc, 'otherwise', this.#operand(expression.otherwise));
      }
      case 'in':
        return method(
          this.print(expression.operand, ATOM),
          'isin',
          ...expression.list.map((item) => this.#operand(item, 0, '=')),
        );
      case 'is-null':
        return link(
          this.print(expression.operand, ATOM),
          `.${language.property(expression.negated ? 'isNotNull' : 'isNull')}`,
        );
      case 'like':
        return this.#like(expression);
      case 'field':
        return method(
          this.print(expression.operand, ATOM),
          'getField',
          this.#text(expression.name),
        );
      case 'item':
        return method(
          this.print(expression.operand, ATOM),
          'getItem',
          this.#operand(expression.index),
        );
      case 'struct':
        return this.#function(
          'struct',
          ...expression.fields.map(({ name, value }) =>
            method(this.print(value, ATOM), language.alias, this.#text(name)),
          ),
        );
      case 'lambda':
        return this.#lambda(expression);
      case 'window':
        return this.#window(expression);
    }
  }

  #lambda({ params, body }: SparkLambda): Doc {
    const taken = new Set([...this.#names.taken, ...this.#variables.values()]);
    const fresh = identifiers(params, this.#language.identifier, taken);
    const variables = new Map([...this.#variables, ...fresh]);
    const inner = new ExpressionPrinter(this.#language, this.#names, variables);
    return this.#language.lambda([...fresh.values()], inner.print(body));
  }

  #column(name: string, frame: string | undefined): Doc {
    // A dot would be read as a field of a struct.
    const plain = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name);
    const text = plain ? name : quoteName(name);
    return this.#function('col', this.#text(frame === undefined ? text : `${frame}.${text}`));
  }

  #literal(literal: SparkLiteral): Doc {
    const { type, value } = literal;
    const own = this.#language.value(literal);
    if (own !== undefined) return this.#function('lit', own);
    const text = castName(type, typeText(type));
    const plain = isIntegral(type) && Number.isSafeInteger(Number(value)) && value !== null;
    const given = value === null ? this.#language.null : plain ? value : this.#text(value);
    return method(this.#function('lit', given), 'cast', this.#text(text));
  }

  #call({ name, args, distinct }: SparkCall): Doc {
    if (name === 'count' && args.length === 0) return this.#function('count', this.#text('*'));
    if (distinct === true) {
      const api = DISTINCT_FUNCTIONS[name];
      if (api === undefined) {
        return this.#function(
          'expr',
          this.#text(expressionSql({ kind: 'call', name, args, distinct })),
        );
      }
      return this.#function(api, ...args.map((arg) => this.print(arg)));
    }
    if (NUMBERED_FUNCTIONS[name] === args.length && args.at(-1)?.kind === 'literal') {
      const number = args.length - 1;
      return this.#function(
        name,
        ...args.map((arg, i) => (i === number ? this.#operand(arg, 0, '=') : this.print(arg))),
      );
    }
    const columns = args.map((arg) => this.print(arg));
    return isColumnFunction(name, args.length)
      ? this.#function(name, ...columns)
      : this.#function('call_function', this.#text(name), ...columns);
  }

  /** A chain of one operator is one list of operands. */
  #binary({ op, left, right }: SparkBinary): Doc {
    const language = this.#language;
    const level = language.level(op);
    if (level === undefined) {
      return language.binary(op, this.print(left, ATOM), this.#operand(right, 0, op));
    }
    const chains = op === 'and' || op === 'or';
    const inner = chains ? level : level + 1;
    const minimum = left.kind === 'binary' && left.op === op ? level : inner + (chains ? 1 : 0);
    const rightDoc = this.#operand(right, level + 1, op);
    const bare = language.valueLeft(op) && right.kind !== 'literal';
    const leftDoc = bare ? this.#operand(left, minimum) : this.print(left, minimum);
    return language.binary(op, leftDoc, rightDoc);
  }

  #like({ op, operand, pattern, escape }: SparkLike): Doc {
    const value = this.print(operand, ATOM);
    if (pattern.kind === 'literal' && pattern.value !== null) {
      const text = op === 'rlike' ? pattern.value : backslashed(pattern.value, escape);
      return method(value, op, this.#text(text));
    }
    if (op === 'rlike') return this.#function('rlike', value, this.print(pattern));
    const character = this.#function('lit', this.#text(escape ?? '\u0001'));
    return this.#function(op, this.print(operand), this.print(pattern), character);
  }

  #window({ call: inner, partitionBy, orderBy, frame, ignoreNulls }: SparkWindow): Doc {
    const { window } = this.#language;
    if (ignoreNulls === true) {
      return this.#function(
        'expr',
        this.#text(
          expressionSql({
            kind: 'window',
            call: inner,
            partitionBy,
            orderBy,
            ignoreNulls,
            ...(frame === undefined ? {} : { frame }),
          }),
        ),
      );
    }
    let spec: Doc = window;
    if (partitionBy.length > 0) {
      spec = method(spec, 'partitionBy', ...partitionBy.map((part) => this.print(part)));
    }
    if (orderBy.length > 0) spec = method(spec, 'orderBy', ...orderBy.map((key) => this.key(key)));
    if (frame !== undefined) {
      const name = frame.unit === 'rows' ? 'rowsBetween' : 'rangeBetween';
      spec = method(spec, name, this.#bound(frame.start), this.#bound(frame.end));
    }
    if (spec === window) spec = method(spec, 'partitionBy');
    return method(this.#call(inner), 'over', spec);
  }

  #bound(bound: SparkFrameBound): Doc {
    const { window, windowBound } = this.#language;
    if (typeof bound === 'number') return this.#language.number(String(bound));
    return row(`${window}.${windowBound(bound)}`);
  }
}

/** A pattern of LIKE whose escape character is another, or none, for Spark's, which is the backslash. */
function backslashed(pattern: string, escape: string | undefined): string {
  let text = '';
  for (let i = 0; i < pattern.length; i += 1) {
    const character = pattern[i] ?? '';
    if (character === escape && i + 1 < pattern.length) {
      i += 1;
      text += `\\${pattern[i] ?? ''}`;
    } else {
      text += character === '\\' ? '\\\\' : character;
    }
  }
  return text;
}
