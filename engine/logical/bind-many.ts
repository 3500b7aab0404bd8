/** Relations with several inputs: joins, unions and queries. */
import type { AsofJoin, Join, Sql, Union } from '../contract/relation.ts';
import type { Expression, JoinSide } from '../contract/expression.ts';
import type { Column, ColumnType, Schema } from '../contract/schema.ts';
import { findColumn, formatType, sameName } from '../contract/schema.ts';
import type { BindContext, BindResult } from './bind-context.ts';
import { expressionEmitter } from '../sql/emit-context.ts';
import { emitTypedEmpty } from '../sql/emit-empty.ts';
import { sql, writeSql } from '../sql/writer.ts';
import {
  bindStatement,
  bound,
  duplicateNames,
  failed,
  inputSchema,
  problem,
  sameType,
} from './bind-context.ts';
import { bindDiagnostic, unknownColumn } from './bind-error.ts';
import { isTruth, notTruth } from './bind-rows.ts';
import { UNBOUND_OFFSET, at, readColumns, spanOf, typesOf } from './type-expressions.ts';
import { childrenOf } from '../expression/analyse.ts';
import type { Diagnostic } from '../contract/diagnostic.ts';

export async function bindJoin(join: Join, context: BindContext): Promise<BindResult> {
  const { condition } = join;
  const keys = await bindJoinKeys(context, join.on);
  const unknown = condition === undefined ? [] : unknownSides(context, condition);
  const columns = joinColumns(join, context);
  if (!columns.ok || keys.length + unknown.length > 0) {
    return failed(...keys, ...unknown, ...(columns.ok ? [] : columns.diagnostics));
  }
  if (condition !== undefined) {
    const whole = await bindCondition(context, condition);
    if (!whole.ok) return whole;
  }
  return columns;
}

export async function bindAsofJoin(join: AsofJoin, context: BindContext): Promise<BindResult> {
  const { left, right } = join.nearest;
  const keys = await bindJoinKeys(context, [...join.on, { left, right }]);
  const columns = joinColumns(join, context);
  if (!columns.ok || keys.length > 0) {
    return failed(...keys, ...(columns.ok ? [] : columns.diagnostics));
  }
  return columns;
}

async function bindJoinKeys(context: BindContext, on: Join['on']): Promise<Diagnostic[]> {
  const [left, right] = await Promise.all(
    (['left', 'right'] as const).map((side, n) =>
      typesOf(
        on.map((key) => ({ expression: key[side], place: 'row' as const })),
        { ...context, schema: inputSchema(context, n) },
      ),
    ),
  );
  return on.flatMap((key, i): Diagnostic[] => {
    const pair = [left?.[i], right?.[i]];
    const wrong = pair.flatMap((answer) => (answer?.ok === false ? answer.diagnostics : []));
    if (wrong.length > 0) return wrong;
    const [a, b] = pair;
    if (a?.ok !== true || b?.ok !== true || comparable(a.type, b.type)) return [];
    const message = `A key of type ${formatType(a.type)} cannot equal one of type ${formatType(b.type)}.`;
    const hint = 'Cast one side to the type of the other.';
    return [problem(context, 'type-mismatch', message, { hint, at: key.left })];
  });
}

/**
 * DuckDB's binder lets every pair of scalar types through and fails on the first row, so kinds of
 * types that have no cast are told apart here. Text compares with everything.
 */
export const comparable = (a: ColumnType, b: ColumnType): boolean => {
  const [left, right] = [familyOf(a), familyOf(b)];
  return left === right || left === 'any' || right === 'any';
};

function familyOf(type: ColumnType): string {
  if (type.kind === 'decimal') return 'number';
  if (type.kind === 'enum') return 'any';
  if (type.kind !== 'scalar') return type.kind === 'array' ? 'list' : type.kind;
  if (/^(VARCHAR|JSON|NULL)$/.test(type.name)) return 'any';
  if (/INT|FLOAT|DOUBLE|BIGNUM|BOOLEAN|BIT/.test(type.name)) return 'number';
  if (/^(DATE|TIMESTAMP)/.test(type.name)) return 'date';
  if (type.name.startsWith('TIME')) return 'time';
  return type.name;
}

const SIDES: readonly JoinSide[] = ['left', 'right'];

/** Columns of a join condition that their side does not have. */
function unknownSides(context: BindContext, condition: Expression): Diagnostic[] {
  const found: Diagnostic[] = [];
  const visit = (part: Expression): void => {
    if (part.kind === 'column' && part.side !== undefined) {
      const schema = inputSchema(context, SIDES.indexOf(part.side));
      if (findColumn(schema, part.name) === undefined) {
        const names = schema.map((column) => column.name);
        const { code, hint } = unknownColumn(part.name, names);
        found.push({
          severity: 'error',
          code,
          message: `The ${part.side} input has no column "${part.name}".`,
          ...(hint === undefined ? {} : { hint }),
          ...at(context.node, part.span ?? condition.span),
        });
      }
    }
    childrenOf(part).forEach(visit);
  };
  visit(condition);
  return found;
}

/** As the join's condition it has to be legal there; as a value it tells its type. */
async function bindCondition(context: BindContext, condition: Expression): Promise<BindResult> {
  const [left = '', right = ''] = [0, 1].map((n) =>
    emitTypedEmpty(readColumns(inputSchema(context, n), [condition])),
  );
  const text = expressionEmitter(UNBOUND_OFFSET)(condition);
  const statement = writeSql(
    sql`SELECT (${text}) AS "condition" FROM (${left}) AS l JOIN (${right}) AS r ON (${text})`,
  );
  const answer = await context.describe(statement.sql);
  if (!answer.ok) {
    const columns = context.inputs.flatMap((schema) => schema.map((column) => column.name));
    const where = { statement, node: context.node, span: spanOf(condition), columns };
    return failed(bindDiagnostic(answer, where));
  }
  const type = answer.columns[0]?.type;
  if (type === undefined || isTruth(type)) return bound([]);
  return failed(notTruth(context, condition, type));
}

function joinColumns(join: Join | AsofJoin, context: BindContext): BindResult {
  const diagnostics: Diagnostic[] = [];
  const columns = join.columns.flatMap(({ name, side, column }): Column[] => {
    const schema = inputSchema(context, SIDES.indexOf(side));
    const type = findColumn(schema, column)?.type;
    if (type !== undefined) return [{ name, type }];
    const names = schema.map((other) => other.name);
    const { code, hint } = unknownColumn(column, names);
    const message = `The ${side} input has no column "${column}".`;
    diagnostics.push(problem(context, code, message, { hint }));
    return [];
  });
  diagnostics.push(...duplicateNames(context, [], columns));
  return diagnostics.length === 0 ? bound(columns) : failed(...diagnostics);
}

export async function bindUnion(union: Union, context: BindContext): Promise<BindResult> {
  const [first, ...others] = context.inputs;
  if (first === undefined) return failed(problem(context, 'bad-params', 'A union needs an input.'));
  if (others.every((other) => samePositions(first, other))) return bound(first);
  for (const [i, other] of others.entries()) {
    if (other.length !== first.length) {
      const message = `Input ${i + 2} has ${columns(other.length)}, the first has ${columns(first.length)}.`;
      return failed(problem(context, 'type-mismatch', message));
    }
    const at = first.findIndex((column, n) => {
      const type = other[n]?.type;
      return type !== undefined && !comparable(column.type, type);
    });
    const [a, b] = [first[at], other[at]];
    if (a !== undefined && b !== undefined) {
      const message = `Column "${a.name}" is ${formatType(a.type)} in the first input and ${formatType(b.type)} in input ${i + 2}.`;
      return failed(problem(context, 'type-mismatch', message));
    }
  }
  return bindStatement(union, context);
}

const columns = (count: number): string => `${count} column${count === 1 ? '' : 's'}`;

const samePositions = (a: Schema, b: Schema): boolean =>
  a.length === b.length &&
  a.every((column, i) => {
    const other = b[i];
    return other !== undefined && sameType(column.type, other.type);
  });

export async function bindSql(relation: Sql, context: BindContext): Promise<BindResult> {
  const clash = relation.inputs.find((input, i) =>
    relation.inputs.slice(0, i).some((other) => sameName(other.name, input.name)),
  );
  if (clash !== undefined) {
    const message = `Two inputs are tables named "${clash.name}".`;
    return failed(problem(context, 'duplicate-input', message));
  }
  return bindStatement(relation, context);
}
