/** Joins that say how often a key stands on a side. */
import type { JoinSide } from '../../contract/expression.ts';
import type { Join } from '../../contract/relation.ts';
import { repeatedKeysMessage, uniqueSides } from '../../logical/join-expectation.ts';
import { freshName } from '../../sql/emit-context.ts';
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import type { Frame } from '../frame.ts';
import { translateExpression } from '../translate/translate-expression.ts';
import { simple } from '../types.ts';
import type { RelationContext } from './context.ts';
import { columnNames, translator } from './context.ts';

/**
 * An input of a join. Where its keys must be unique, rows are counted by key: the shuffle that this
 * takes is the one that the join needs too. A key that is null matches nothing and may be repeated.
 */
export async function guardedSide(
  join: Join,
  side: JoinSide,
  context: RelationContext,
): Promise<Frame> {
  const relation = join[side];
  const input = await context.frame(relation);
  if (!uniqueSides(join).includes(side)) return input;
  const keys = join.on.map((key) => key[side]);
  const translate = await translator(
    context,
    relation,
    keys.map((expression) => ({ expression, place: 'row' })),
  );
  const partitionBy = keys.map((key) => translateExpression(key, translate).expression);
  const name = freshName(columnNames(context, relation), 'rows_of_key');
  const count: SparkExpression = {
    kind: 'window',
    call: sx.call('count'),
    partitionBy,
    orderBy: [],
  };
  const repeated = partitionBy.reduce<SparkExpression>(
    (so, key) => sx.and(so, sx.isNotNull(key)),
    sx.greater(sx.column(name), sx.literal(simple('BIGINT'), '1')),
  );
  const message = sx.text(`${repeatedKeysMessage(join, side)}.`);
  const failing = sx.cast(sx.call('raise_error', message), simple('BOOLEAN'));
  const counted: Frame = { kind: 'with-columns', input, columns: [{ name, expression: count }] };
  const condition = sx.when(repeated, failing, sx.boolean(true));
  const checked: Frame = { kind: 'filter', input: counted, condition };
  return { kind: 'drop', input: checked, columns: [name] };
}
