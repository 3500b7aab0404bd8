/** Relations that compute, choose and rename columns. */
import type { Expression } from '../../contract/expression.ts';
import type { Project, Unnest, Unpivot, Window } from '../../contract/relation.ts';
import { findColumn, sameName } from '../../contract/schema.ts';
import { freshName } from '../../sql/emit-context.ts';
import type { SparkExpression } from '../expression.ts';
import { partsOf, sx } from '../expression.ts';
import type { Frame, SparkNamed } from '../frame.ts';
import { refuse } from '../refusal.ts';
import { commonType, simple, sparkType, typeText } from '../types.ts';
import type { RelationContext } from './context.ts';
import { columnNames, schemaOf, translateAs, translator } from './context.ts';
import { inlined } from './inline-columns.ts';
import { inInputOrder } from './input-order.ts';
import { noteTiesIn } from './ties.ts';

export async function projectFrame(project: Project, context: RelationContext): Promise<Frame> {
  const input = await context.frame(project.input);
  const schema = schemaOf(context, project);
  const translate = await translator(
    context,
    project.input,
    project.columns.map(({ expression }) => ({ expression, place: 'row' })),
  );
  const columns = project.columns.map(({ name, expression }) => ({
    name,
    expression: translateAs(expression, name, schema, translate),
  }));
  noteTiesIn(
    project.columns.map(({ expression }) => expression),
    project.input,
    [],
    context,
  );
  const before = columnNames(context, project.input);
  const inner = project.input.kind === 'window' ? inlined(input, columns, before) : undefined;
  return inner === undefined
    ? shapeOf(input, columns, before)
    : shapeOf(inner.input, inner.columns, inner.before);
}

const isColumn = ({ name, expression }: SparkNamed, of: string): boolean =>
  name === of && expression.kind === 'column' && expression.name === of;

/** As a person would write it: columns dropped, renamed, added or replaced; else all of them named. */
function shapeOf(input: Frame, columns: readonly SparkNamed[], before: readonly string[]): Frame {
  const kept = columns.filter((column) => isColumn(column, column.name)).map(({ name }) => name);
  const inOrder = before.filter((name) => kept.includes(name));
  const sameOrder = kept.every((name, i) => name === inOrder[i]);
  if (kept.length === columns.length && sameOrder) {
    const dropped = before.filter((name) => !kept.includes(name));
    if (dropped.length === 0) return input;
    if (dropped.length < kept.length) return { kind: 'drop', input, columns: dropped };
  }
  const all = before.every((name, i) => columns[i]?.name === name);
  if (all) {
    const changed = columns.filter((column, i) => !isColumn(column, before[i] ?? ''));
    if (!readsReplaced(changed)) return { kind: 'with-columns', input, columns: changed };
  }
  if (columns.length === before.length) {
    const renames = columns.flatMap(({ name, expression }, i) =>
      expression.kind === 'column' && expression.name === before[i] && name !== before[i]
        ? [{ from: expression.name, to: name }]
        : [],
    );
    const plain = columns.every(
      ({ expression }, i) => expression.kind === 'column' && expression.name === before[i],
    );
    const free = renames.every(({ to }) => !before.some((name) => sameName(name, to)));
    if (plain && free && renames.length > 0) return { kind: 'rename', input, columns: renames };
  }
  return { kind: 'select', input, columns };
}

/** Columns are added one after another: whether one reads another that was replaced before it. */
const readsReplaced = (columns: readonly SparkNamed[]): boolean =>
  columns.some(({ expression }, i) =>
    columns.slice(0, i).some(({ name }) => readsColumn(expression, name)),
  );

const readsColumn = (expression: SparkExpression, name: string): boolean =>
  (expression.kind === 'column' && sameName(expression.name, name)) ||
  partsOf(expression).some((part) => readsColumn(part, name));

export async function windowFrame(window: Window, context: RelationContext): Promise<Frame> {
  const input = await context.frame(window.input);
  const schema = schemaOf(context, window);
  const calls = window.expressions.map((each) => inInputOrder(each.window, window.input));
  const translate = await translator(
    context,
    window.input,
    calls.map((expression) => ({ expression, place: 'row' })),
  );
  const columns = window.expressions.map(({ name }, i) => ({
    name,
    expression: translateAs(calls[i] as Expression, name, schema, translate),
  }));
  noteTiesIn(calls, window.input, [], context);
  if (!readsReplaced(columns)) return { kind: 'with-columns', input, columns };
  return {
    kind: 'select',
    input,
    columns: schema.map(
      ({ name }) =>
        columns.find((column) => sameName(column.name, name)) ?? {
          name,
          expression: sx.column(name),
        },
    ),
  };
}

export async function unpivotFrame(unpivot: Unpivot, context: RelationContext): Promise<Frame> {
  const input = await context.frame(unpivot.input);
  const schema = schemaOf(context, unpivot.input);
  const turned = (name: string): boolean => unpivot.columns.some((each) => sameName(each, name));
  const types = schema.filter(({ name }) => turned(name)).map(({ type }) => sparkType(type));
  const [first, ...rest] = types;
  if (first === undefined) return refuse('There is nothing to unpivot.');
  const value = findColumn(schemaOf(context, unpivot), unpivot.valueTo);
  const common = rest.reduce<typeof first | undefined>(
    (so, next) => (so === undefined ? undefined : commonType(so, next)),
    first,
  );
  const wanted = value === undefined ? common : sparkType(value.type);
  if (common === undefined || wanted === undefined) {
    return refuse(
      `Spark brings ${[...new Set(types.map(typeText))].join(' and ')} together differently.`,
      'Cast the columns to one type first.',
    );
  }
  const different = schema.filter(
    ({ name, type }) => turned(name) && typeText(sparkType(type)) !== typeText(wanted),
  );
  const cast: Frame =
    different.length === 0
      ? input
      : {
          kind: 'with-columns',
          input,
          columns: different.map(({ name }) => ({
            name,
            expression: sx.cast(sx.column(name), wanted),
          })),
        };
  const frame: Frame = {
    kind: 'unpivot',
    input: cast,
    ids: schema.filter(({ name }) => !turned(name)).map(({ name }) => name),
    columns: schema.filter(({ name }) => turned(name)).map(({ name }) => name),
    nameTo: unpivot.nameTo,
    valueTo: unpivot.valueTo,
  };
  if (!unpivot.dropNulls) return frame;
  return { kind: 'filter', input: frame, condition: sx.isNotNull(sx.column(unpivot.valueTo)) };
}

/** Spark explodes one column of a select; positions go along in structs, and are taken out of them. */
export async function unnestFrame(unnest: Unnest, context: RelationContext): Promise<Frame> {
  const input = await context.frame(unnest.input);
  const names = columnNames(context, unnest.input);
  const explode = unnest.keepEmpty ? 'explode_outer' : 'explode';
  const replaced = (by: (column: SparkExpression) => SparkNamed[]): SparkNamed[] =>
    names.flatMap((name) => {
      const column = sx.column(name);
      return sameName(name, unnest.column) ? by(column) : [{ name, expression: column }];
    });
  const { column: name, positionName } = unnest;
  if (positionName === undefined) {
    const columns = replaced((list) => [{ name, expression: sx.call(explode, list) }]);
    return { kind: 'select', input, columns };
  }
  const item = freshName(names, 'item');
  const exploded: Frame = {
    kind: 'select',
    input,
    columns: replaced((list) => [
      { name: item, expression: sx.call(explode, sx.call('transform', list, NUMBERED)) },
    ]),
  };
  const part = (field: string): SparkExpression => ({
    kind: 'field',
    operand: sx.column(item),
    name: field,
  });
  const columns = replaced(() => [
    { name, expression: part('value') },
    { name: positionName, expression: part('position') },
  ]);
  return { kind: 'select', input: exploded, columns };
}

/** An element and its position, which Spark counts from 0. */
const NUMBERED: SparkExpression = {
  kind: 'lambda',
  params: ['value', 'index'],
  body: {
    kind: 'struct',
    fields: [
      { name: 'value', value: { kind: 'variable', name: 'value' } },
      {
        name: 'position',
        value: sx.cast(sx.plus({ kind: 'variable', name: 'index' }, sx.int(1)), simple('BIGINT')),
      },
    ],
  },
};
