/**
 * Moves limits towards the sources: below projects, a copy into every branch of a union, two limits
 * into one. A limit over a sort becomes a top-n, which keeps only the rows it needs.
 */
import type { Limit, Relation } from '../contract/relation.ts';
import { maxRows } from './max-rows.ts';
import { isRowWise } from './reads.ts';
import { rewriteUp } from './rewrite.ts';
import type { Rule } from './rule.ts';

export const pushDownLimit: Rule = {
  name: 'push-down-limit',
  apply: (roots) =>
    rewriteUp(roots, (relation, isShared) =>
      relation.kind === 'limit' && !isShared(relation.input)
        ? (limitBelow(relation, relation.input, isShared) ?? relation)
        : relation,
    ),
};

/** The limited input with the limit inside it, or undefined if it stays where it is. */
function limitBelow(
  limit: Limit,
  input: Relation,
  isShared: (relation: Relation) => boolean,
): Relation | undefined {
  switch (input.kind) {
    case 'project': {
      if (!input.columns.every((column) => isRowWise(column.expression))) return undefined;
      const below: Limit = { ...limit, input: input.input };
      const moved = isShared(input.input) ? undefined : limitBelow(below, input.input, isShared);
      return { ...input, input: moved ?? below };
    }
    case 'limit':
      return { ...limit, input: input.input, ...compose(limit, input) };
    case 'top-n':
      return input.per.length === 0 ? { ...input, ...compose(limit, input) } : undefined;
    case 'sort':
      return {
        kind: 'top-n',
        input: input.input,
        per: [],
        by: input.by,
        rows: limit.rows,
        offset: limit.offset,
        ...(limit.origin === undefined ? {} : { origin: limit.origin }),
      };
    case 'union': {
      const rows = limit.rows + limit.offset;
      if (input.inputs.every((branch) => maxRows(branch) <= rows)) return undefined;
      const inputs = input.inputs.map((branch): Relation =>
        maxRows(branch) <= rows ? branch : { kind: 'limit', input: branch, rows, offset: 0 },
      );
      return { ...limit, input: { ...input, inputs } };
    }
    default:
      return undefined;
  }
}

interface Range {
  readonly rows: number;
  readonly offset: number;
}

/** The outer range of what the inner range leaves. */
const compose = (outer: Range, inner: Range): Range => ({
  rows: Math.max(0, Math.min(outer.rows, inner.rows - outer.offset)),
  offset: inner.offset + outer.offset,
});
