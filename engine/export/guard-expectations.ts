/** Joins whose keys must be unique on a side, checked by the query itself. */
import type { JoinSide } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Join, Relation } from '../contract/relation.ts';
import { repeatedKeysMessage, uniqueSides } from '../logical/join-expectation.ts';
import { freshName } from '../sql/emit-context.ts';

/** The relation, whose join fails where it would only break its promise; others as they are. */
export function guardExpectations(
  relation: Relation,
  columnsOf: (relation: Relation) => readonly string[],
): Relation {
  if (relation.kind !== 'join') return relation;
  let join: Join = relation;
  for (const side of uniqueSides(relation)) {
    join = { ...join, [side]: guarded(join, side, columnsOf(join[side])) };
  }
  return join;
}

/** Rows with their number among those of the same key, which `error` looks at. Null keys match nothing. */
function guarded(join: Join, side: JoinSide, columns: readonly string[]): Relation {
  const keys = join.on.map((key) => key[side]);
  const count = freshName(columns, 'rows_of_key');
  const counted = rel.window(join[side], [
    {
      name: count,
      window: { kind: 'window', call: ex.call('count'), partitionBy: keys, orderBy: [] },
    },
  ]);
  const repeated = ex.and(
    ...keys.map((key) => ex.isNotNull(key)),
    ex.binary('>', ex.column(count), ex.integer(1)),
  );
  const message = `${repeatedKeysMessage(join, side)}.`;
  const checked = rel.filter(counted, {
    kind: 'case',
    branches: [{ when: repeated, then: ex.call('error', ex.text(message)) }],
    otherwise: ex.boolean(true),
  });
  return rel.select(checked, columns);
}
