/** The different values of a column, for somebody who has to give one. */
import { ex } from '../contract/expression.ts';
import type { ColumnValues } from '../contract/column-values.ts';
import { MOST_COLUMN_VALUES } from '../contract/column-values.ts';
import type { TopValue } from '../contract/profile.ts';
import { rel } from '../contract/rel.ts';
import type { Relation } from '../contract/relation.ts';
import type { Column } from '../contract/schema.ts';
import type { PipelineDocument } from '../document/schema.ts';
import { findTarget } from './collect-targets.ts';
import type { ValuesOptions } from './engine-api.ts';
import { collectValues, createServices, now, optimiseRoots } from './engine-parts.ts';
import type { EngineParts } from './engine-parts.ts';
import { executePlan } from './execute-plan.ts';
import { extentOf } from './extent.ts';
import { prepareDocument } from './prepare-document.ts';
import { parseTarget, refuseErrors } from './prepare.ts';
import { countsText } from './profile-column.ts';
import { openRun } from './run-context.ts';
import { relationToLookAt } from './sample-for-look.ts';
import { wantedColumn } from './wanted-column.ts';

export async function columnValues(
  parts: EngineParts,
  document: PipelineDocument,
  options: ValuesOptions,
): Promise<ColumnValues> {
  const run = openRun(options.signal, undefined, now, { interactive: options.sample === true });
  try {
    const { key } = parseTarget(options.target, document, parts.registry);
    const { plan, diagnostics } = await prepareDocument(parts, document, options, [options.target]);
    refuseErrors(diagnostics);
    const services = createServices(parts, plan, run);
    const { relation, schema } = findTarget(key, plan);
    const column = wantedColumn(options.column, schema);
    // Of a wide source this reads one column.
    const narrow = oneColumn(relation, column);
    const looked = await relationToLookAt(
      parts,
      document,
      options,
      relation,
      plan,
      services,
      narrow,
    );
    const most = Math.min(options.most ?? MOST_COLUMN_VALUES, MOST_COLUMN_VALUES);
    const roots = await optimiseRoots([countValues(looked.relation, most)], services);
    const [rows = []] = await executePlan(roots, (root) => collectValues(root, services), services);
    const values = rows
      .slice(0, most)
      .map(([value = null, count]): TopValue => ({ value, rows: Number(count) }));
    return { values, more: rows.length > most, extent: extentOf(looked, false) };
  } finally {
    run.close();
  }
}

/** As `value`. Nested values have no equality that all operators know: their text is counted. */
const oneColumn = (relation: Relation, { name, type }: Column): Relation => {
  const column = ex.column(name);
  const expression = countsText(type) ? ex.cast(column, 'VARCHAR') : column;
  return rel.project(relation, [{ name: 'value', expression }]);
};

/** Rows `(value, count)` as text, the most frequent first; one more than asked for tells of others. */
function countValues(column: Relation, most: number): Relation {
  const value = ex.column('value');
  const groups = rel.aggregate(
    column,
    [{ name: 'value', expression: value }],
    [{ name: 'rows', call: ex.call('count') }],
  );
  const by = [ex.key(ex.column('rows'), 'desc'), ex.key(value)];
  return rel.project(rel.limit(rel.sort(groups, by), most + 1), [
    { name: 'value', expression: ex.cast(value, 'VARCHAR') },
    { name: 'rows', expression: ex.cast(ex.column('rows'), 'VARCHAR') },
  ]);
}
