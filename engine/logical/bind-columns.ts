/** Relations whose columns differ from their input's. */
import type { Aggregate, Project, Scan, Unnest, Unpivot, Window } from '../contract/relation.ts';
import type { Column, Schema } from '../contract/schema.ts';
import { findColumn, formatType, nameKey, sameName, scalar } from '../contract/schema.ts';
import type { BindContext, BindResult } from './bind-context.ts';
import {
  bindNamed,
  bindStatement,
  bound,
  duplicateNames,
  failed,
  inputSchema,
  problem,
  sameType,
} from './bind-context.ts';
import { unknownColumn } from './bind-error.ts';

export function bindScan(scan: Scan, context: BindContext): BindResult {
  const schema = context.sourceSchema(scan);
  return scan.columns === undefined ? bound(schema) : pick(context, schema, scan.columns);
}

/** Columns by name, in the given order. */
function pick(context: BindContext, schema: Schema, names: readonly string[]): BindResult {
  const all = schema.map((column) => column.name);
  const columns = names.map((name) => findColumn(schema, name));
  const missing = names.filter((_, i) => columns[i] === undefined);
  if (missing.length > 0) {
    return failed(
      ...missing.map((name) => {
        const { code, message, hint } = unknownColumn(name, all);
        return problem(context, code, message, { hint });
      }),
    );
  }
  return bound(columns.filter((column) => column !== undefined));
}

export const bindProject = (project: Project, context: BindContext): Promise<BindResult> =>
  bindNamed(
    context,
    [],
    project.columns.map((column) => ({ ...column, place: 'row' })),
  );

export const bindAggregate = (aggregate: Aggregate, context: BindContext): Promise<BindResult> =>
  bindNamed(
    context,
    [],
    [
      ...aggregate.keys.map((key) => ({ ...key, place: 'row' as const })),
      ...aggregate.aggregates.map(({ name, call }) => ({
        name,
        expression: call,
        place: 'aggregate' as const,
      })),
    ],
  );

export const bindWindow = (window: Window, context: BindContext): Promise<BindResult> =>
  bindNamed(
    context,
    inputSchema(context),
    window.expressions.map(({ name, window: expression }) => ({ name, expression, place: 'row' })),
  );

export async function bindUnpivot(unpivot: Unpivot, context: BindContext): Promise<BindResult> {
  const schema = inputSchema(context);
  const turned = pick(context, schema, unpivot.columns);
  if (!turned.ok) return turned;
  const listed = new Set(unpivot.columns.map(nameKey));
  const rest = schema.filter((column) => !listed.has(nameKey(column.name)));
  const named = [{ name: unpivot.nameTo }, { name: unpivot.valueTo }];
  const duplicates = duplicateNames(context, rest, named);
  if (duplicates.length > 0) return failed(...duplicates);
  const value = await unpivotedType(unpivot, turned.schema, context);
  if (!value.ok) return value;
  return bound([...rest, { name: unpivot.nameTo, type: scalar('VARCHAR') }, ...value.schema]);
}

/** The type that all unpivoted columns become, as a schema of one column. */
async function unpivotedType(
  unpivot: Unpivot,
  columns: Schema,
  context: BindContext,
): Promise<BindResult> {
  const [first, ...others] = columns;
  if (first === undefined) {
    return failed(problem(context, 'bad-params', 'There is no column to turn into rows.'));
  }
  if (others.every((column) => sameType(column.type, first.type))) {
    return bound([{ name: unpivot.valueTo, type: first.type }]);
  }
  const answer = await bindStatement(unpivot, context, [columns]);
  return answer.ok ? bound(answer.schema.slice(1)) : answer;
}

export function bindUnnest(unnest: Unnest, context: BindContext): BindResult {
  const schema = inputSchema(context);
  const target = pick(context, schema, [unnest.column]);
  if (!target.ok) return target;
  const type = target.schema[0]?.type;
  if (type?.kind !== 'list' && type?.kind !== 'array') {
    const is = type === undefined ? '' : `; it is ${formatType(type)}`;
    return failed(
      problem(context, 'type-mismatch', `Column "${unnest.column}" holds no lists${is}.`),
    );
  }
  const columns = schema.flatMap((column): Column[] => {
    if (!sameName(column.name, unnest.column)) return [column];
    const element = { name: column.name, type: type.element };
    return unnest.positionName === undefined
      ? [element]
      : [element, { name: unnest.positionName, type: scalar('BIGINT') }];
  });
  const duplicates = duplicateNames(context, [], columns);
  return duplicates.length === 0 ? bound(columns) : failed(...duplicates);
}
