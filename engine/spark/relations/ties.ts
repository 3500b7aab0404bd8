/**
 * Where rows are chosen or numbered by an order whose keys may tie: Sluice goes by the order of the input
 * then, which Spark does not know.
 */
import type { Call, Expression, SortKey, WindowCall } from '../../contract/expression.ts';
import type { Relation } from '../../contract/relation.ts';
import { nameKey, sameName } from '../../contract/schema.ts';
import {
  childrenOf,
  containsWindow,
  freeColumns,
  isDeterministic,
  sameExpression,
} from '../../expression/analyse.ts';
import { findFunction } from '../../expression/functions/catalogue.ts';
import { FRAMELESS } from '../../sql/emit-window.ts';
import type { RelationContext } from './context.ts';
import { columnNames } from './context.ts';
import { uniqueKeys } from './unique-keys.ts';

const NOTE = {
  severity: 'info',
  message: 'Of rows whose keys tie, Spark takes any.',
  hint: 'Add a key that leaves no ties, where there may be some.',
} as const;

/** Notes that Spark may take other rows, unless no two rows of a group have the same keys. */
export function noteTies(
  input: Relation,
  groups: readonly Expression[],
  by: readonly SortKey[],
  context: RelationContext,
): void {
  const known = columnsAmong([...groups, ...by.map(({ expression }) => expression)]);
  const covered = (names: readonly string[]): boolean =>
    names.every((name) => known.has(nameKey(name)));
  // Rows that are alike in all columns may change places.
  const rest = columnNames(context, input).filter((name) => !known.has(nameKey(name)));
  if (rest.every((name) => follows(name, input, known))) return;
  if (uniqueKeys(input).some(covered)) return;
  context.note(NOTE);
}

/** Whether a column is computed of known ones alone. */
function follows(name: string, input: Relation, known: ReadonlySet<string>): boolean {
  if (input.kind !== 'project') return false;
  const made = input.columns.find((column) => sameName(column.name, name))?.expression;
  if (made === undefined || !isDeterministic(made) || containsWindow(made)) return false;
  const reads = freeColumns(made);
  const kept = input.columns.filter((column) => known.has(nameKey(column.name)));
  return (
    !reads.all &&
    reads.names.every((read) =>
      kept.some(
        ({ expression }) => expression.kind === 'column' && sameName(expression.name, read),
      ),
    )
  );
}

/** Notes the same of windows and ordered aggregates inside of expressions. */
export function noteTiesIn(
  expressions: readonly Expression[],
  input: Relation,
  groups: readonly Expression[],
  context: RelationContext,
): void {
  const visit = (expression: Expression): void => {
    if (expression.kind === 'window') {
      const { partitionBy, orderBy } = expression;
      if (goesByOrder(expression)) noteTies(input, partitionBy, orderBy, context);
    } else if (expression.kind === 'call') {
      noteTiesOf(expression, input, groups, context);
    }
    childrenOf(expression).forEach(visit);
  };
  expressions.forEach(visit);
}

/** A value that is a key itself is the same in rows that tie. */
function noteTiesOf(
  call: Call,
  input: Relation,
  groups: readonly Expression[],
  context: RelationContext,
): void {
  const [value] = call.args;
  if (call.orderBy === undefined || call.orderBy.length === 0 || value === undefined) return;
  if (call.orderBy.some(({ expression }) => sameExpression(expression, value))) return;
  noteTies(input, groups, call.orderBy, context);
}

const nameOf = ({ name }: Call): string => findFunction(name)?.name ?? name;

const ALIKE_IN_TIES: ReadonlySet<string> = new Set([
  'rank',
  'dense_rank',
  'percent_rank',
  'cume_dist',
]);

/** Whether a value hangs on the order of rows that tie: frames of ranges hold all of them, or none. */
export function goesByOrder({ call, orderBy, frame }: WindowCall): boolean {
  const name = nameOf(call);
  if (orderBy.length === 0 || ALIKE_IN_TIES.has(name)) return false;
  if (FRAMELESS.has(name)) return true;
  const byPlace = name === 'first_value' || name === 'last_value' || name === 'nth_value';
  if (frame?.unit !== 'rows') return byPlace;
  const whole =
    frame.start.kind === 'unbounded-preceding' && frame.end.kind === 'unbounded-following';
  return byPlace || !whole;
}

function columnsAmong(expressions: readonly Expression[]): ReadonlySet<string> {
  return new Set(
    expressions.flatMap((each) => (each.kind === 'column' ? [nameKey(each.name)] : [])),
  );
}
