/** Checks what joins were told to expect of their keys, before their rows are believed. */
import { userError } from '../contract/errors.ts';
import type { JoinSide } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Join, Relation } from '../contract/relation.ts';
import { walk } from '../contract/relation.ts';
import { repeatedKeysMessage, uniqueSides } from '../logical/join-expectation.ts';

export interface Expectation {
  readonly join: Join;
  readonly side: JoinSide;
  /** Keys that stand more than once on that side, as text, with their number; a few of them. */
  readonly relation: Relation;
}

/** Keys to show in the error. */
const SAMPLES = 5;

/** One for each side of a join whose keys must be unique. */
export function expectationsOf(roots: readonly Relation[]): Expectation[] {
  return walk(roots).flatMap((relation) => {
    if (relation.kind !== 'join') return [];
    return uniqueSides(relation).map((side) => ({
      join: relation,
      side,
      relation: repeatedKeys(relation, side),
    }));
  });
}

/** What a run to outputs computes. */
export const endsOf = (sinks: readonly Relation[]): Relation[] => [
  ...sinks,
  ...expectationsOf(sinks).map(({ relation }) => relation),
];

function repeatedKeys(join: Join, side: JoinSide): Relation {
  const keys = join.on.map((key, i) => ({ name: `k${i}`, expression: key[side] }));
  const counted = rel.aggregate(join[side], keys, [{ name: 'n', call: ex.call('count') }]);
  const present = keys.map(({ name }) => ex.isNotNull(ex.column(name)));
  const repeated = rel.filter(
    counted,
    ex.and(ex.binary('>', ex.column('n'), ex.integer(1)), ...present),
  );
  const text = (name: string) => ({ name, expression: ex.cast(ex.column(name), 'VARCHAR') });
  const shown = rel.project(repeated, [...keys.map(({ name }) => text(name)), text('n')]);
  const first = rel.topN({
    input: shown,
    per: [],
    by: keys.map(({ name }) => ex.key(ex.column(name))),
    rows: SAMPLES,
    offset: 0,
  });
  return join.origin === undefined ? first : { ...first, origin: join.origin };
}

/** @param repeated rows of the expectation's relation: the keys, then how often they stand there */
export function refuseRepeatedKeys(
  { join, side }: Expectation,
  repeated: readonly (readonly (string | null)[])[],
): void {
  if (repeated.length === 0) return;
  const samples = repeated.map(
    (row) => `${row.slice(0, -1).join(', ')} (${row.at(-1) ?? '?'} times)`,
  );
  throw userError(
    'join-expectation',
    `${repeatedKeysMessage(join, side)}: ${samples.join('; ')}.`,
    {
      hint: `Remove the duplicates on the ${side} side first, or change "expect".`,
      ...(join.origin === undefined ? {} : { node: join.origin.node }),
      param: 'expect',
    },
  );
}
