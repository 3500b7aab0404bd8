/** Spark's SQL text of expressions: what goes to a cluster, and into `expr("…")`. */
import type {
  SparkBinaryOperator,
  SparkExpression,
  SparkFrameBound,
  SparkLiteral,
  SparkSortKey,
  SparkWindow,
} from '../expression.ts';
import { expandHelper } from '../helpers.ts';
import { quoteName, typeText } from '../types.ts';

/** How tightly each binds; what binds less than its place asks for stands in parentheses. */
const LEVEL: Readonly<Record<SparkBinaryOperator, number>> = {
  or: 1,
  and: 2,
  '=': 4,
  '<=>': 4,
  '<>': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '|': 5,
  '^': 6,
  '&': 7,
  '+': 8,
  '-': 8,
  '*': 9,
  '/': 9,
  '%': 9,
};
const NOT = 3;
const TEST = 4;
const UNARY = 10;
const ATOM = 11;

function levelOf(expression: SparkExpression): number {
  switch (expression.kind) {
    case 'binary':
      return LEVEL[expression.op];
    case 'unary':
      return expression.op === 'not' ? NOT : UNARY;
    case 'in':
    case 'is-null':
    case 'like':
      return TEST;
    case 'literal':
      return expression.value?.startsWith('-') === true ? UNARY : ATOM;
    case 'lambda':
      return 0;
    default:
      return ATOM;
  }
}

/** A text literal: `\` and quotes escaped, whatever else as it is. */
export const quoteText = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0')}'`;

const SUFFIX: Readonly<Record<string, string>> = { TINYINT: 'Y', SMALLINT: 'S', BIGINT: 'L' };

function literalSql({ type, value }: SparkLiteral): string {
  if (value === null) {
    return type.kind === 'simple' && type.name === 'VOID'
      ? 'NULL'
      : `CAST(NULL AS ${typeText(type)})`;
  }
  if (type.kind === 'decimal') return `CAST('${value}' AS ${typeText(type)})`;
  if (type.kind !== 'simple') throw new Error('a literal of a nested type');
  switch (type.name) {
    case 'BOOLEAN':
    case 'INT':
      return value;
    case 'TINYINT':
    case 'SMALLINT':
    case 'BIGINT':
      return value === '-9223372036854775808'
        ? `CAST('${value}' AS BIGINT)`
        : `${value}${SUFFIX[type.name] ?? ''}`;
    case 'DOUBLE':
      return /^-?[\d.]+(e[-+]?\d+)?$/i.test(value) ? `${value}D` : `DOUBLE('${value}')`;
    case 'FLOAT':
      return `FLOAT('${value}')`;
    case 'STRING':
      return quoteText(value);
    case 'DATE':
      return `DATE '${value}'`;
    case 'TIMESTAMP_NTZ':
      return `TIMESTAMP_NTZ '${value}'`;
    default:
      throw new Error(`a literal of type ${type.name}`);
  }
}

export interface SqlPrinter {
  /** @param minimum how tightly the text has to bind, to stand without parentheses */
  readonly expressionSql: (expression: SparkExpression, minimum?: number) => string;
  readonly keySql: (key: SparkSortKey) => string;
}

/** @param mark what becomes of the text of every expression, for those who want to find it again */
export function createSqlPrinter(
  mark: (expression: SparkExpression, text: string) => string,
): SqlPrinter {
  function expressionSql(expression: SparkExpression, minimum = 0): string {
    const text = mark(expression, bodySql(expression));
    return levelOf(expression) < minimum ? `(${text})` : text;
  }

  const list = (expressions: readonly SparkExpression[]): string =>
    expressions.map((each) => expressionSql(each)).join(', ');

  function bodySql(expression: SparkExpression): string {
    switch (expression.kind) {
      case 'column': {
        const name = quoteName(expression.name);
        return expression.frame === undefined ? name : `${quoteName(expression.frame)}.${name}`;
      }
      case 'variable':
        return quoteName(expression.name);
      case 'literal':
        return literalSql(expression);
      case 'parameter':
        return `:${expression.name}`;
      case 'call': {
        const { name, args, distinct } = expression;
        if (name === 'count' && args.length === 0) return 'count(*)';
        return `${name}(${distinct === true ? 'DISTINCT ' : ''}${list(args)})`;
      }
      case 'helper':
        return expressionSql(expandHelper(expression.name, expression.args), ATOM);
      case 'binary': {
        const { op, left, right } = expression;
        const level = LEVEL[op];
        // Comparisons do not chain; a right operand of the same level would be regrouped.
        const comparison = level === TEST;
        return `${expressionSql(left, comparison ? level + 1 : level)} ${op.toUpperCase()} ${expressionSql(right, level + 1)}`;
      }
      case 'unary':
        return expression.op === 'not'
          ? `NOT ${expressionSql(expression.operand, NOT)}`
          : `${expression.op}${expressionSql(expression.operand, ATOM)}`;
      case 'cast':
        return `${expression.try ? 'TRY_CAST' : 'CAST'}(${expressionSql(expression.operand)} AS ${typeText(expression.type)})`;
      case 'case': {
        const branches = expression.branches
          .map(({ when, then }) => ` WHEN ${expressionSql(when)} THEN ${expressionSql(then)}`)
          .join('');
        const last =
          expression.otherwise === undefined ? '' : ` ELSE ${expressionSql(expression.otherwise)}`;
        return `CASE${branches}${last} END`;
      }
      case 'in':
        return `${expressionSql(expression.operand, TEST + 1)} IN (${list(expression.list)})`;
      case 'is-null':
        return `${expressionSql(expression.operand, TEST + 1)} IS ${expression.negated ? 'NOT ' : ''}NULL`;
      case 'like': {
        const { op, operand, pattern, escape } = expression;
        const text = `${expressionSql(operand, TEST + 1)} ${op.toUpperCase()} ${expressionSql(pattern, TEST + 1)}`;
        if (op === 'rlike') return text;
        // Spark's LIKE escapes with a backslash unless told; U+0001 stands in no pattern.
        return `${text} ESCAPE ${quoteText(escape ?? '\u0001')}`;
      }
      case 'field':
        return `${expressionSql(expression.operand, ATOM)}.${quoteName(expression.name)}`;
      case 'item':
        return `${expressionSql(expression.operand, ATOM)}[${expressionSql(expression.index)}]`;
      case 'struct':
        return `named_struct(${expression.fields.map(({ name, value }) => `${quoteText(name)}, ${expressionSql(value)}`).join(', ')})`;
      case 'lambda': {
        const params = expression.params.map(quoteName);
        const left = params.length === 1 ? params.join('') : `(${params.join(', ')})`;
        return `${left} -> ${expressionSql(expression.body)}`;
      }
      case 'window':
        return windowSql(expression);
    }
  }

  const keySql = ({ expression, direction, nulls }: SparkSortKey): string =>
    `${expressionSql(expression)} ${direction.toUpperCase()} NULLS ${nulls.toUpperCase()}`;

  function windowSql({ call, partitionBy, orderBy, frame, ignoreNulls }: SparkWindow): string {
    const clauses = [
      ...(partitionBy.length === 0 ? [] : [`PARTITION BY ${list(partitionBy)}`]),
      ...(orderBy.length === 0 ? [] : [`ORDER BY ${orderBy.map(keySql).join(', ')}`]),
      ...(frame === undefined
        ? []
        : [
            `${frame.unit.toUpperCase()} BETWEEN ${boundSql(frame.start)} AND ${boundSql(frame.end)}`,
          ]),
    ];
    return `${expressionSql(call)}${ignoreNulls === true ? ' IGNORE NULLS' : ''} OVER (${clauses.join(' ')})`;
  }

  function boundSql(bound: SparkFrameBound): string {
    if (typeof bound !== 'number') return bound.replace('-', ' ').toUpperCase();
    if (bound === 0) return 'CURRENT ROW';
    return bound < 0 ? `${-bound} PRECEDING` : `${bound} FOLLOWING`;
  }

  return { expressionSql, keySql };
}

export const { expressionSql } = createSqlPrinter((_, text) => text);
