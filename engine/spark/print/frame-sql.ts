/** Frames as queries in Spark's SQL: what goes to a cluster. */
import { nameKey } from '../../contract/schema.ts';
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import { frameColumns } from '../frame-columns.ts';
import type { Frame, SparkJoinType, SparkNamed, SparkSource } from '../frame.ts';
import { COUNTER, SIDES } from '../frame.ts';
import { quoteName, simple } from '../types.ts';
import type { SqlPrinter } from './spark-sql.ts';
import { valuesSql } from './values-sql.ts';

export interface FrameSqlInput {
  readonly printer: SqlPrinter;
  /** Columns of a step, and of rows that are given, by name. */
  readonly columnsOf: (step: string) => readonly string[];
  /** Name of the table that stands for rows of files. */
  readonly tableOf: (source: SparkSource) => string;
}

const JOINS: Readonly<Record<SparkJoinType, string>> = {
  inner: 'JOIN',
  left: 'LEFT JOIN',
  right: 'RIGHT JOIN',
  full: 'FULL JOIN',
  semi: 'LEFT SEMI JOIN',
  anti: 'LEFT ANTI JOIN',
  cross: 'CROSS JOIN',
};

/** A query, without a semicolon. */
export function frameSql(frame: Frame, input: FrameSqlInput): string {
  const { printer } = input;
  const text = (expression: SparkExpression): string => printer.expressionSql(expression);
  const list = (items: readonly SparkExpression[]): string => items.map(text).join(', ');
  const from = (part: Frame): string => fromSql(part, input);
  switch (frame.kind) {
    case 'step':
    case 'read':
      return `SELECT * FROM ${from(frame)}`;
    case 'values':
      return valuesSql(frame).join('');
    case 'range':
      return `SELECT id AS ${quoteName(frame.name)} FROM range(${frame.start}, ${frame.stop}, ${frame.step})`;
    case 'filter':
      return `SELECT * FROM ${from(frame.input)} WHERE ${text(frame.condition)}`;
    case 'select':
      return `SELECT ${namedSql(frame.columns, input)} FROM ${from(frame.input)}`;
    case 'with-columns':
    case 'drop':
    case 'rename':
      return `SELECT ${namedSql(changedColumns(frame, input), input)} FROM ${from(frame.input)}`;
    case 'aggregate':
      return aggregateSql(frame, input);
    case 'join': {
      const one = frame.type === 'semi' || frame.type === 'anti';
      return `SELECT ${one ? `${quoteName(SIDES.left)}.` : ''}* FROM ${from(frame)}`;
    }
    case 'expect-unique':
      return expectUniqueSql(frame, input);
    case 'sort':
      return `SELECT * FROM ${from(frame.input)} ORDER BY ${frame.by.map(printer.keySql).join(', ')}`;
    case 'sample':
      return `SELECT * FROM ${from(frame.input)} TABLESAMPLE (${percent(frame.fraction)} PERCENT) REPEATABLE (${frame.seed})`;
    case 'limit': {
      const offset = frame.offset === 0 ? '' : ` OFFSET ${frame.offset}`;
      return `SELECT * FROM ${from(frame.input)} LIMIT ${frame.rows}${offset}`;
    }
    case 'one-partition':
      return `SELECT /*+ COALESCE(1) */ * FROM ${from(frame.input)}`;
    case 'union':
      return frame.inputs.map((each) => `(${frameSql(each, input)})`).join(' UNION ALL ');
    case 'distinct':
      return `SELECT DISTINCT * FROM ${from(frame.input)}`;
    case 'unpivot': {
      const { columns, nameTo, valueTo } = frame;
      return `SELECT * FROM ${from(frame.input)} UNPIVOT INCLUDE NULLS (${quoteName(valueTo)} FOR ${quoteName(nameTo)} IN (${list(columns.map((name) => sx.column(name)))}))`;
    }
  }
}

/** What stands behind FROM. */
function fromSql(frame: Frame, input: FrameSqlInput): string {
  switch (frame.kind) {
    case 'step':
      return quoteName(frame.name);
    case 'read':
      return quoteName(input.tableOf(frame.source));
    case 'join': {
      const side = (part: Frame, name: string): string =>
        `${fromSql(part, input)} AS ${quoteName(name)}`;
      const on =
        frame.condition === undefined ? '' : ` ON ${input.printer.expressionSql(frame.condition)}`;
      return `${side(frame.left, SIDES.left)} ${JOINS[frame.type]} ${side(frame.right, SIDES.right)}${on}`;
    }
    default:
      return `(${frameSql(frame, input)})`;
  }
}

const namedSql = (columns: readonly SparkNamed[], { printer }: FrameSqlInput): string =>
  columns
    .map(({ name, expression }) => {
      const text = printer.expressionSql(expression);
      return text === quoteName(name) ? text : `${text} AS ${quoteName(name)}`;
    })
    .join(', ');

/** All columns, in the place and under the name that they have afterwards. */
function changedColumns(
  frame: Extract<Frame, { kind: 'with-columns' | 'drop' | 'rename' }>,
  { columnsOf }: FrameSqlInput,
): readonly SparkNamed[] {
  const before = frameColumns(frame.input, columnsOf);
  const after = frameColumns(frame, columnsOf);
  const plain = (name: string): SparkNamed => ({ name, expression: sx.column(name) });
  switch (frame.kind) {
    case 'drop':
      return after.map(plain);
    case 'rename':
      return after.map((name, i) => ({ name, expression: sx.column(before[i] ?? name) }));
    case 'with-columns': {
      const made = new Map(frame.columns.map((column) => [nameKey(column.name), column]));
      return after.map((name) => made.get(nameKey(name)) ?? plain(name));
    }
  }
}

/** A number behind GROUP BY is a value, and no place in the list: sessions have to be set so. */
function aggregateSql(frame: Extract<Frame, { kind: 'aggregate' }>, input: FrameSqlInput): string {
  const { keys, aggregates } = frame;
  const from = fromSql(frame.input, input);
  if (aggregates.length === 0) return `SELECT DISTINCT ${namedSql(keys, input)} FROM ${from}`;
  const columns = namedSql([...keys, ...aggregates], input);
  if (keys.length === 0) return `SELECT ${columns} FROM ${from}`;
  const groups = keys.map(({ expression }) => input.printer.expressionSql(expression));
  return `SELECT ${columns} FROM ${from} GROUP BY ${groups.join(', ')}`;
}

function expectUniqueSql(
  { input: rows, keys, message }: Extract<Frame, { kind: 'expect-unique' }>,
  input: FrameSqlInput,
): string {
  const repeated = keys
    .map((key) => sx.isNotNull(key))
    .reduce<SparkExpression>(sx.and, sx.greater(sx.column(COUNTER), sx.int(1)));
  const failure = sx.cast(sx.call('raise_error', sx.text(message)), simple('BOOLEAN'));
  const { expressionSql } = input.printer;
  const counted = `SELECT *, count(*) OVER (PARTITION BY ${keys.map((key) => expressionSql(key)).join(', ')}) AS ${quoteName(COUNTER)} FROM ${fromSql(rows, input)}`;
  const columns = frameColumns(rows, input.columnsOf).map(quoteName).join(', ');
  return `SELECT ${columns} FROM (${counted}) WHERE ${expressionSql(sx.when(repeated, failure, sx.boolean(true)))}`;
}

/** Digits without an exponent, which the place of a percentage does not take. */
const percent = (fraction: number): string => (fraction * 100).toFixed(12).replace(/\.?0+$/, '');
