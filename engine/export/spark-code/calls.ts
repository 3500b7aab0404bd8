/** Calls of Spark's functions, as its API has them. */
import type { SparkCall, SparkExpression } from '../../spark/expression.ts';
import { sx } from '../../spark/expression.ts';
import { expressionSql } from '../../spark/print/spark-sql.ts';
import { isNumber, simple } from '../../spark/types.ts';
import type { Doc } from '../code/doc.ts';
import { method } from '../code/doc.ts';
import type { Printer } from './printer.ts';
import type { ArgumentKind } from './functions-api.ts';
import { COLUMN_METHODS, DISTINCT_FUNCTIONS, argumentKinds } from './functions-api.ts';
import { ATOM } from './language.ts';
import { smallest } from './untyped.ts';

/** @param ignoreNulls of a window function */
export function printCall(
  call: SparkCall,
  printer: Printer,
  ignoreNulls: boolean | undefined = false,
): Doc {
  const { name } = call;
  const { language } = printer;
  const args = name === 'concat' ? call.args.flatMap(joined) : call.args;
  if (ignoreNulls) return withoutNulls(call, printer);
  if (call.distinct === true) return distinct(call, printer);
  if (name === 'count' && args.length === 0) return printer.function('count', language.text('*'));
  const own = COLUMN_METHODS[name];
  const [first, second] = args;
  if (own !== undefined && first !== undefined && second !== undefined) {
    const as = own[language.name === 'python' ? 0 : 1];
    return method(printer.print(first, ATOM), as, printer.operand(second));
  }
  const printed = printArguments({ ...call, args }, printer);
  if (printed !== undefined) return printer.function(name, ...printed);
  const columns = args.map((arg) => printer.print(arg));
  return printer.function('call_function', language.text(name), ...columns);
}

/** What is joined before it is joined with others is joined with all of them. */
const joined = (arg: SparkExpression): readonly SparkExpression[] =>
  arg.kind === 'call' && arg.name === 'concat' ? arg.args.flatMap(joined) : [arg];

/** Arguments as the API takes them; undefined where it does not. */
function printArguments({ name, args }: SparkCall, printer: Printer): readonly Doc[] | undefined {
  const kinds = argumentKinds(name, args.length);
  if (kinds === undefined) return undefined;
  const value = (arg: SparkExpression, kind: ArgumentKind): Doc | undefined => {
    if (kind === 'column' || (kind === 'python' && printer.language.name !== 'python')) {
      return undefined;
    }
    if (kind === 'number' && !hasNumber(arg)) return undefined;
    // Plain numbers are INTs in the API.
    return printer.value(kind === 'value' ? smallest(arg) : arg);
  };
  const values = args.map((arg, i) => value(arg, kinds[i] ?? 'column'));
  if (kinds.some((kind, i) => kind === 'value' && values[i] === undefined)) return undefined;
  const together = kinds.every((kind, i) => !isAlike(kind) || values[i] !== undefined);
  return args.map((arg, i) => {
    const column = isAlike(kinds[i]) && !together;
    return (column ? undefined : values[i]) ?? printer.print(arg);
  });
}

/** Whether those of one call are all values or all columns. */
const isAlike = (kind: ArgumentKind | undefined): boolean => kind === 'either' || kind === 'number';

const hasNumber = (arg: SparkExpression): boolean => arg.kind !== 'literal' || isNumber(arg.type);

function distinct({ name, args }: SparkCall, printer: Printer): Doc {
  const api = DISTINCT_FUNCTIONS[name];
  if (api !== undefined) return printer.function(api, ...args.map((arg) => printer.print(arg)));
  const sql = expressionSql({ kind: 'call', name, args, distinct: true });
  return printer.function('expr', printer.language.text(sql));
}

/** `lag` and the like that skip nulls. */
function withoutNulls({ name, args }: SparkCall, printer: Printer): Doc {
  const { language } = printer;
  const yes = language.boolean(true);
  const [first = sx.null(simple('VOID')), second, third] = args;
  if (name === 'first_value' || name === 'last_value') {
    const flag = language.name === 'python' ? yes : printer.function('lit', yes);
    return printer.function(name, printer.print(first), flag);
  }
  const number = printer.operand(second ?? sx.int(1));
  if (name === 'nth_value') return printer.function(name, printer.print(first), number, yes);
  const other = third ?? sx.null(simple('VOID'));
  if (language.name !== 'python') {
    const given = third === undefined ? language.null : printer.operand(other);
    return printer.function(name, printer.print(first), number, given, yes);
  }
  // Python's own lag and lead do not take the flag.
  const all = [first, second ?? sx.int(1), other, sx.boolean(true)];
  return printer.function(
    'call_function',
    language.text(name),
    ...all.map((arg) => printer.print(arg)),
  );
}
