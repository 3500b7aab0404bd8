/** Runs plans as they are written: DuckDB's own optimiser is switched off. */
import type { Relation, Scan } from '../../contract/relation.ts';
import { transformUp, walk } from '../../contract/relation.ts';
import type { Schema } from '../../contract/schema.ts';
import { quoteIdentifier } from '../../expression/quote.ts';
import { expandPivot } from '../../logical/expand-pivot.ts';
import { emitRelation } from '../../sql/emit-relation.ts';
import { emitInline } from '../../sql/emit-source.ts';
import type { Cell, NativeDuckDB } from '../../testing/native.ts';
import { openNative } from '../../testing/native.ts';
import { createColumnNames } from '../columns-of.ts';

export const inlineSchema = (scan: Scan): Schema => {
  if (scan.source.format !== 'inline') throw new Error('only inline sources are run here');
  return scan.source.columns;
};

const inlineColumns = (scan: Scan): readonly string[] =>
  inlineSchema(scan).map((column) => column.name);

export async function openUnoptimised(): Promise<NativeDuckDB> {
  const native = await openNative();
  await native.execute('PRAGMA disable_optimizer');
  return native;
}

/** SQL of a plan over inline sources; every `sql` relation must keep its input's columns. */
export function planSql(plan: Relation): string {
  const [root] = transformUp([plan], (relation) =>
    relation.kind === 'pivot' ? expandPivot(relation) : relation,
  );
  if (root === undefined) throw new Error('no root');
  const names = createColumnNames(inlineColumns);
  for (const relation of walk([root])) {
    const [input] = relation.kind === 'sql' ? relation.inputs : [];
    if (relation.kind === 'sql' && input !== undefined) {
      names.learn(relation, names.columnsOf(input.relation));
    }
  }
  return emitRelation(root, {
    dialect: 'duckdb',
    columnsOf: names.columnsOf,
    rowOffset: '0',
    leaf: (leaf) => {
      if (leaf.kind !== 'scan' || leaf.source.format !== 'inline') {
        throw new Error('only inline sources are run here');
      }
      const columns = names.columnsOf(leaf).map(quoteIdentifier).join(', ');
      return `(SELECT ${columns} FROM ${emitInline(leaf.source)})`;
    },
  }).sql;
}

export type Outcome =
  | { readonly ok: true; readonly rows: readonly (readonly Cell[])[] }
  | { readonly ok: false; readonly message: string };

/** The rows, or the error that running the plan raises. */
export async function runPlan(native: NativeDuckDB, plan: Relation): Promise<Outcome> {
  try {
    return { ok: true, rows: await native.queryCells(planSql(plan)) };
  } catch (thrown) {
    return { ok: false, message: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}
