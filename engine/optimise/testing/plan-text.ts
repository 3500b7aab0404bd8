/** A plan as text for tests: one relation a line, inputs indented, shared relations numbered. */
import type { Expression, SortKey } from '../../contract/expression.ts';
import type { JoinColumn, NamedExpression, Relation } from '../../contract/relation.ts';
import { countConsumers, inputsOf } from '../../contract/relation.ts';
import { emitExpression } from '../../expression/emit.ts';

export function planText(...roots: readonly Relation[]): string {
  const counts = countConsumers(roots);
  const numbers = new Map<Relation, number>();
  const lines: string[] = [];
  const visit = (relation: Relation, depth: number): void => {
    const indent = '  '.repeat(depth);
    const seen = numbers.get(relation);
    if (seen !== undefined) {
      lines.push(`${indent}#${seen}`);
      return;
    }
    let label = '';
    if ((counts.get(relation) ?? 0) > 1) {
      numbers.set(relation, numbers.size + 1);
      label = `#${numbers.size}: `;
    }
    lines.push(`${indent}${label}${describe(relation)}`);
    inputsOf(relation).forEach((input) => visit(input, depth + 1));
  };
  roots.forEach((root) => visit(root, 0));
  return lines.join('\n');
}

const text = (expression: Expression): string =>
  emitExpression(expression, {
    dialect: 'duckdb',
    side: (side) => (side === 'left' ? 'l' : 'r'),
  }).text;

const texts = (expressions: readonly Expression[]): string => expressions.map(text).join(', ');

const named = (columns: readonly NamedExpression[]): string =>
  columns
    .map(({ name, expression }) =>
      expression.kind === 'column' && expression.name === name
        ? name
        : `${name} := ${text(expression)}`,
    )
    .join(', ');

const keys = (by: readonly SortKey[]): string =>
  by.map((key) => `${text(key.expression)} ${key.direction}`).join(', ');

const joined = (columns: readonly JoinColumn[]): string =>
  columns
    .map(({ name, side, column }) => {
      const source = `${side === 'left' ? 'l' : 'r'}.${column}`;
      return name === column ? source : `${name} := ${source}`;
    })
    .join(', ');

function describe(relation: Relation): string {
  switch (relation.kind) {
    case 'scan': {
      const { source } = relation;
      const name = 'paths' in source ? source.paths.join(', ') : source.format;
      const columns = relation.columns === undefined ? '' : ` [${relation.columns.join(', ')}]`;
      const bounds = relation.bounds
        ?.map((bound) => `${bound.column} ${bound.op} ${text(bound.value)}`)
        .join(' and ');
      const rejects = relation.output === 'rejects' ? ' rejects' : '';
      return `scan ${name}${rejects}${columns}${bounds === undefined ? '' : ` where ${bounds}`}`;
    }
    case 'filter':
      return `filter ${text(relation.condition)}`;
    case 'project':
      return `project ${named(relation.columns)}`;
    case 'aggregate':
    case 'pivot': {
      const calls = relation.aggregates
        .map(({ name, call }) => `${name} := ${text(call)}`)
        .join(', ');
      return relation.kind === 'aggregate'
        ? `aggregate by (${named(relation.keys)}): ${calls}`
        : `pivot ${relation.column} by (${relation.rows.join(', ')}): ${calls}`;
    }
    case 'join': {
      const on = relation.on.map((key) => `${text(key.left)} = ${text(key.right)}`).join(', ');
      const condition = relation.condition === undefined ? '' : ` if ${text(relation.condition)}`;
      return `${relation.type} join on (${on})${condition}: ${joined(relation.columns)}`;
    }
    case 'asof-join': {
      const on = relation.on.map((key) => `${text(key.left)} = ${text(key.right)}`).join(', ');
      return `asof ${relation.type} join on (${on}): ${joined(relation.columns)}`;
    }
    case 'sort':
      return `sort ${keys(relation.by)}`;
    case 'limit':
      return `limit ${relation.rows} offset ${relation.offset}`;
    case 'top-n':
      return `top ${relation.rows} offset ${relation.offset} per (${texts(relation.per)}) by ${keys(relation.by)}`;
    case 'distinct':
      return `distinct ${relation.output} (${relation.keys?.join(', ') ?? 'all'})`;
    case 'window':
      return `window ${relation.expressions.map(({ name, window }) => `${name} := ${text(window)}`).join(', ')}`;
    case 'unpivot':
      return `unpivot ${relation.columns.join(', ')} to ${relation.nameTo}, ${relation.valueTo}`;
    case 'unnest':
      return `unnest ${relation.column}${relation.positionName === undefined ? '' : ` at ${relation.positionName}`}`;
    case 'sample':
      return `sample ${relation.method}`;
    case 'sql':
      return `sql ${relation.query}`;
    case 'union':
    case 'sink':
    case 'exchange':
    case 'stage-output':
      return relation.kind;
  }
}
