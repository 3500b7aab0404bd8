/** Small plans over made-up Parquet files, and one rule at a time. */
import type { Relation, Scan } from '../../contract/relation.ts';
import { rel } from '../../contract/rel.ts';
import type { ScalarTypeName, Schema } from '../../contract/schema.ts';
import { scalar } from '../../contract/schema.ts';
import { createColumnNames } from '../columns-of.ts';
import { createRowEstimator, roughBytes } from '../estimate-rows.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { planText } from './plan-text.ts';

const schemaOf = (columns: Readonly<Record<string, ScalarTypeName>>): Schema =>
  Object.entries(columns).map(([name, type]) => ({ name, type: scalar(type) }));

export const SCHEMAS: Readonly<Record<string, Schema>> = {
  orders: schemaOf({ id: 'BIGINT', customer: 'INTEGER', amount: 'DOUBLE', day: 'DATE' }),
  customers: schemaOf({ customer: 'INTEGER', name: 'VARCHAR', active: 'BOOLEAN' }),
};

export const ROWS: Readonly<Record<string, number>> = { orders: 100_000, customers: 100 };

export const orders = (): Scan => rel.scan({ format: 'parquet', paths: ['orders'] });
export const customers = (): Scan => rel.scan({ format: 'parquet', paths: ['customers'] });

const tableOf = (scan: Scan): string =>
  'paths' in scan.source ? (scan.source.paths[0] ?? '') : 'inline';

export const sourceSchema = (scan: Scan): Schema =>
  scan.source.format === 'inline' ? scan.source.columns : (SCHEMAS[tableOf(scan)] ?? []);

/** A context whose answers are those of SCHEMAS and ROWS; every union's inputs have equal types. */
export function testContext(overrides: Partial<RuleContext> = {}): RuleContext {
  const sourceColumns = (scan: Scan): readonly string[] =>
    sourceSchema(scan).map((column) => column.name);
  const { columnsOf } = createColumnNames(sourceColumns);
  const rows = createRowEstimator((scan) => ({ rows: ROWS[tableOf(scan)] ?? 0, bytes: 0 }));
  return {
    columnsOf,
    sourceColumns,
    sourceSchema,
    schemaOf: (relation) => columnsOf(relation).map((name) => ({ name, type: scalar('INTEGER') })),
    rowsOf: (relation) => ({
      rows: rows(relation),
      bytes: roughBytes(rows(relation), columnsOf(relation).length),
    }),
    ...overrides,
  };
}

/** The plan's text after one application of the rule. */
export const applied = (
  rule: Rule,
  roots: Relation | readonly Relation[],
  context: RuleContext = testContext(),
): string => {
  const list: readonly Relation[] = Array.isArray(roots) ? roots : [roots as Relation];
  return planText(...rule.apply(list, context));
};
