/** What a project's README says of what it does not do as the pipeline would. */
import type { Relation } from '../../contract/relation.ts';
import { walk } from '../../contract/relation.ts';
import type { DuckdbInput } from './steps.ts';
import { createRowOrder } from './row-order.ts';

/** Parameters that are no arguments, and steps whose rows the pipeline leaves open. */
export function readmeNotes(input: DuckdbInput): string {
  const fixed = [...input.use.fixed].map(([name, steps]) => {
    const value = input.parameters[name]?.value ?? 'null';
    return `- \`${name}\` stands fixed at \`${value}\` in ${steps.map((step) => `\`${step}\``).join(', ')}. Export again for another value.\n`;
  });
  const open = openSteps(input).map(
    (step) =>
      `- Which rows \`${step}\` keeps hangs on the order of its input, and rows come in none after a join or a grouping. Sort before it to say which.\n`,
  );
  const tied = tiedSteps(input).map((step) => `\`${step}\``);
  const ties =
    tied.length === 0
      ? []
      : [
          `- Rows that tie in the order of ${tied.join(', ')} come in any order: they come from a join or a grouping.\n`,
        ];
  const notes = [...fixed, ...open, ...ties];
  return notes.length === 0 ? '' : `\n${notes.join('')}`;
}

/** Steps that take the first of rows that come in no order. */
function openSteps({ plan }: DuckdbInput): readonly string[] {
  const isOrdered = createRowOrder();
  const isOpen = (relation: Relation): boolean => {
    switch (relation.kind) {
      case 'limit':
      case 'sample':
        return !isOrdered(relation.input);
      case 'top-n':
        return relation.by.length === 0 && !isOrdered(relation.input);
      case 'distinct':
        return (
          relation.keys !== undefined && relation.order.length === 0 && !isOrdered(relation.input)
        );
      default:
        return false;
    }
  };
  return stepsWhere(plan.sinks, isOpen);
}

/** Steps that put rows which come in no order into one. */
function tiedSteps({ plan }: DuckdbInput): readonly string[] {
  const isOrdered = createRowOrder();
  return stepsWhere(
    plan.sinks,
    (relation) =>
      (relation.kind === 'sort' ||
        relation.kind === 'window' ||
        (relation.kind === 'top-n' && relation.by.length > 0) ||
        (relation.kind === 'distinct' && relation.order.length > 0)) &&
      !isOrdered(relation.input),
  );
}

const stepsWhere = (
  roots: readonly Relation[],
  test: (relation: Relation) => boolean,
): readonly string[] => [
  ...new Set(
    walk(roots).flatMap((relation) =>
      test(relation) && relation.origin !== undefined ? [relation.origin.node] : [],
    ),
  ),
];
