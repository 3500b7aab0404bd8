/** Joins that say how often a key stands on a side. */
import type { JoinSide } from '../../contract/expression.ts';
import type { Join } from '../../contract/relation.ts';
import { sameName } from '../../contract/schema.ts';
import { repeatedKeysMessage, uniqueSides } from '../../logical/join-expectation.ts';
import type { Frame } from '../frame.ts';
import { COUNTER } from '../frame.ts';
import { refuse } from '../refusal.ts';
import { translateExpression } from '../translate/translate-expression.ts';
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
  if (columnNames(context, relation).some((column) => sameName(column, COUNTER))) {
    return refuse(
      `The rows of a key are counted in a column "${COUNTER}", which is there already.`,
      'Rename the column.',
    );
  }
  return {
    kind: 'expect-unique',
    input,
    keys: keys.map((key) => translateExpression(key, translate).expression),
    message: `${repeatedKeysMessage(join, side)}.`,
  };
}
