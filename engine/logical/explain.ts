/** Plans as text: for `sluice explain` and for the tests that keep plans as golden files. */
import type { Expression, SortKey } from '../contract/expression.ts';
import type { Distribution, Relation } from '../contract/relation.ts';
import { countConsumers, inputsOf } from '../contract/relation.ts';
import type { Schema } from '../contract/schema.ts';
import { formatType } from '../contract/schema.ts';
import { isTable } from '../contract/file-target.ts';
import { formatExpression } from '../expression/emit.ts';
import { formatIdentifier, quoteText } from '../expression/quote.ts';
import { describeSource } from './explain-source.ts';

export interface ExplainOptions {
  /** Adds the columns and their types to every line. */
  readonly schemaOf?: (relation: Relation) => Schema | undefined;
}

/**
 * One line per relation, its inputs indented below it. A relation that is used more than once is
 * written where it is first met, with a number; elsewhere the number stands for it.
 */
export function formatRelation(roots: readonly Relation[], options: ExplainOptions = {}): string {
  const consumers = countConsumers(roots);
  const numbers = new Map<Relation, number>();
  const lines: string[] = [];
  const visit = (relation: Relation, depth: number): void => {
    const indent = '  '.repeat(depth);
    const before = numbers.get(relation);
    if (before !== undefined) {
      lines.push(`${indent}#${before}`);
      return;
    }
    let number = '';
    if ((consumers.get(relation) ?? 0) > 1) {
      numbers.set(relation, numbers.size + 1);
      number = `#${numbers.size} `;
    }
    const schema = options.schemaOf?.(relation);
    const columns = schema === undefined ? '' : ` → ${formatSchema(schema)}`;
    lines.push(`${indent}${number}${describeRelation(relation)}${columns}`);
    for (const input of inputsOf(relation)) visit(input, depth + 1);
  };
  for (const root of roots) visit(root, 0);
  return lines.join('\n');
}

export const formatSchema = (schema: Schema): string =>
  `(${schema.map(({ name, type }) => `${formatIdentifier(name)} ${formatType(type)}`).join(', ')})`;

const names = (list: readonly string[]): string => list.map(formatIdentifier).join(', ');

const list = (expressions: readonly Expression[]): string =>
  expressions.map(formatExpression).join(', ');

const isColumn = (expression: Expression, name: string): boolean =>
  expression.kind === 'column' && expression.side === undefined && expression.name === name;

/** `name` for a column kept as it is, else `name = expression`. */
const named = (name: string, expression: Expression): string =>
  isColumn(expression, name)
    ? formatIdentifier(name)
    : `${formatIdentifier(name)} = ${formatExpression(expression)}`;

export const formatSortKeys = (keys: readonly SortKey[]): string =>
  keys
    .map(({ expression, direction, nulls }) =>
      [
        formatExpression(expression),
        ...(direction === 'desc' ? ['desc'] : []),
        ...(nulls === 'first' ? ['nulls first'] : []),
      ].join(' '),
    )
    .join(', ');

const words = (...parts: readonly (string | false | undefined)[]): string =>
  parts.filter((part) => part !== false && part !== undefined && part !== '').join(' ');

const offset = (rows: number): string | false => rows > 0 && `offset ${rows}`;

const partitionsRead = (partitions: readonly number[] | undefined): string =>
  partitions === undefined
    ? 'all partitions'
    : `${partitions.length === 1 ? 'partition' : 'partitions'} ${partitions.join(', ')}`;

/** The line of one relation, without its inputs. */
export function describeRelation(relation: Relation): string {
  switch (relation.kind) {
    case 'scan':
      return words(
        'scan',
        relation.output === 'rejects' && 'rejects of',
        describeSource(relation.source),
        relation.columns && `[${names(relation.columns)}]`,
        relation.bounds &&
          relation.bounds.length > 0 &&
          `where ${relation.bounds
            .map(
              ({ column, op, value }) =>
                `${formatIdentifier(column)} ${op} ${formatExpression(value)}`,
            )
            .join(' and ')}`,
      );
    case 'stage-output':
      return words(
        'stage',
        relation.stage,
        relation.read === 'all' && `(${partitionsRead(relation.partitions)})`,
      );
    case 'filter':
      return `filter ${formatExpression(relation.condition)}`;
    case 'project':
      return words('project', relation.columns.map((c) => named(c.name, c.expression)).join(', '));
    case 'aggregate':
      return words(
        'aggregate',
        relation.phase,
        relation.aggregates.map(({ name, call }) => named(name, call)).join(', '),
        relation.keys.length > 0 &&
          `by ${relation.keys.map((key) => named(key.name, key.expression)).join(', ')}`,
      );
    case 'join':
    case 'asof-join':
      return describeJoin(relation);
    case 'sort':
      return `sort ${formatSortKeys(relation.by)}`;
    case 'limit':
      return words('limit', String(relation.rows), offset(relation.offset));
    case 'top-n':
      return words(
        `top ${relation.rows}`,
        offset(relation.offset),
        relation.per.length > 0 && `per ${list(relation.per)}`,
        relation.by.length > 0 && `by ${formatSortKeys(relation.by)}`,
      );
    case 'distinct':
      return words(
        relation.output === 'duplicates' ? 'duplicates' : 'distinct',
        relation.phase,
        relation.keys && `by ${names(relation.keys)}`,
        (relation.keys !== undefined || relation.keep === 'last') && `keep ${relation.keep}`,
        relation.order.length > 0 && `in order of ${formatSortKeys(relation.order)}`,
      );
    case 'union':
      return `union of ${relation.inputs.length}`;
    case 'window':
      return words(
        'window',
        relation.numbering === true && '(per stored partition)',
        relation.expressions.map(({ name, window }) => named(name, window)).join(', '),
      );
    case 'pivot':
      return words(
        `pivot ${formatIdentifier(relation.column)}:`,
        relation.aggregates.map(({ name, call }) => named(name, call)).join(', '),
        relation.rows.length > 0 && `by ${names(relation.rows)}`,
        relation.values === undefined ? '(values unknown)' : `for ${list(relation.values)}`,
      );
    case 'unpivot':
      return words(
        `unpivot ${names(relation.columns)}`,
        `into ${formatIdentifier(relation.nameTo)}, ${formatIdentifier(relation.valueTo)}`,
        relation.dropNulls && 'without nulls',
      );
    case 'unnest':
      return words(
        `unnest ${formatIdentifier(relation.column)}`,
        relation.positionName !== undefined &&
          `with position ${formatIdentifier(relation.positionName)}`,
        relation.keepEmpty && 'keeping empty',
      );
    case 'sample':
      return words(
        `sample ${relation.method}`,
        'rows' in relation.amount
          ? `${relation.amount.rows} rows`
          : `fraction ${relation.amount.fraction}`,
        relation.by.length > 0 && `by ${names(relation.by)}`,
        relation.method !== 'first' && `seed ${relation.seed}`,
      );
    case 'sql':
      return words(
        'sql',
        relation.perPartition && '(per partition)',
        relation.inputs.length > 0 && `over ${names(relation.inputs.map((input) => input.name))}`,
        quoteText(relation.query.trim().replaceAll(/\s+/g, ' ')),
      );
    case 'sink': {
      const { target } = relation;
      if (isTable(target)) {
        return words(
          `write database ${target.credential} table ${quoteText(target.table)}`,
          target.mode !== 'append' && `(${target.mode})`,
          target.keys.length > 0 && `by ${names(target.keys)}`,
        );
      }
      return words(
        `write ${target.format} ${quoteText(target.path)}`,
        target.partitionBy.length > 0 && `partitioned by ${names(target.partitionBy)}`,
        target.mode !== 'overwrite' && `(${target.mode})`,
      );
    }
    case 'exchange':
      return `exchange ${formatDistribution(relation.distribution)}`;
  }
}

function describeJoin(join: Extract<Relation, { kind: 'join' | 'asof-join' }>): string {
  const on = join.on.map(
    ({ left, right }) => `${formatExpression(left)} = ${formatExpression(right)}`,
  );
  if (join.kind === 'asof-join') {
    const { left, right, direction } = join.nearest;
    on.push(
      `${formatExpression(left)} ${direction === 'backward' ? '>=' : '<='} ${formatExpression(right)}`,
    );
  } else if (join.condition !== undefined) {
    on.push(formatExpression(join.condition));
  }
  const columns = join.columns.map(({ name, side, column }) => {
    const from = `${side}.${formatIdentifier(column)}`;
    return name === column ? from : `${formatIdentifier(name)} = ${from}`;
  });
  return words(
    join.kind === 'join' ? `${join.type} join` : `as-of ${join.type} join`,
    on.length > 0 && `on ${on.join(' and ')}`,
    join.kind === 'join' && join.expect && `expect ${join.expect}`,
    join.strategy && `(${join.strategy})`,
    `[${columns.join(', ')}]`,
  );
}

export function formatDistribution(distribution: Distribution): string {
  switch (distribution.kind) {
    case 'single':
    case 'broadcast':
    case 'materialise':
      return distribution.kind;
    case 'hash':
      return `hash(${list(distribution.keys)}) to ${distribution.partitions}`;
    case 'range':
      return `range(${formatSortKeys(distribution.by)}) to ${distribution.partitions}`;
  }
}
