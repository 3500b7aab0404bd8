/** What a project does not do as the pipeline would. */
import type { Diagnostic } from '../../contract/diagnostic.ts';
import type { Expression, SortKey, WindowCall } from '../../contract/expression.ts';
import type { Relation } from '../../contract/relation.ts';
import { walk } from '../../contract/relation.ts';
import { nameKey } from '../../contract/schema.ts';
import { findFunction } from '../../expression/functions/catalogue.ts';
import { goesByOrder } from '../../spark/relations/ties.ts';
import { uniqueKeys } from '../../spark/relations/unique-keys.ts';
import { dependsOnOrder } from '../../sql/emit-aggregate.ts';
import { createRowOrder } from '../../sql/row-order.ts';
import type { DuckdbInput } from './steps.ts';

/** Parameters that are no arguments, and steps whose rows the pipeline leaves open. */
export function readmeNotes(input: DuckdbInput): string {
  const fixed = [...input.use.fixed].map(([name, steps]) => {
    const value = input.parameters[name]?.value ?? 'null';
    return `- \`${name}\` stands fixed at \`${value}\` in ${steps.map((step) => `\`${step}\``).join(', ')}. Export again for another value.\n`;
  });
  const open = differsInDuckdb(input).map(
    ({ node, message, hint }) => `- \`${node ?? ''}\`: ${message} ${hint ?? ''}\n`,
  );
  const notes = [...fixed, ...open];
  return notes.length === 0 ? '' : `\n${notes.join('')}`;
}

type Finding = Pick<Diagnostic, 'severity' | 'message' | 'hint'>;

const OPEN: Finding = {
  severity: 'warning',
  message:
    'Which rows are kept hangs on the order of the input, and DuckDB gives rows after a join or a grouping in none.',
  hint: 'Sort before it to say which.',
};

const TIED: Finding = {
  severity: 'info',
  message:
    'Rows whose keys tie come in any order: DuckDB gives rows after a join or a grouping in none.',
  hint: 'Add a key that leaves no ties, where there may be some.',
};

/** Steps whose rows may be other ones than the engine's, each once. */
export function differsInDuckdb({ plan }: Pick<DuckdbInput, 'plan'>): Diagnostic[] {
  const isOrdered = createRowOrder();
  const found = new Map<string, Diagnostic>();
  for (const relation of walk(plan.sinks)) {
    const node = relation.origin?.node;
    const finding = findingOf(relation, isOrdered);
    if (node === undefined || finding === undefined) continue;
    const key = `${node} ${finding.severity}`;
    found.set(key, { ...finding, code: 'differs-in-duckdb', node });
  }
  return [...found.values()];
}

function findingOf(
  relation: Relation,
  isOrdered: (relation: Relation) => boolean,
): Finding | undefined {
  switch (relation.kind) {
    case 'limit':
    case 'sample':
      return isOrdered(relation.input) ? undefined : OPEN;
    case 'distinct': {
      if (relation.keys === undefined || isOrdered(relation.input)) return undefined;
      if (relation.order.length === 0) return OPEN;
      const groups = relation.keys.map((name): Expression => ({ kind: 'column', name }));
      return mayTie(relation.input, groups, relation.order) ? TIED : undefined;
    }
    case 'top-n':
      if (isOrdered(relation.input)) return undefined;
      if (relation.by.length === 0) return OPEN;
      return mayTie(relation.input, relation.per, relation.by) ? TIED : undefined;
    case 'sort':
      if (isOrdered(relation.input)) return undefined;
      return mayTie(relation.input, [], relation.by) ? TIED : undefined;
    case 'window':
      if (isOrdered(relation.input)) return undefined;
      return relation.expressions.some(
        ({ window }) =>
          hangsOnOrder(window) && mayTie(relation.input, window.partitionBy, window.orderBy),
      )
        ? TIED
        : undefined;
    default:
      return undefined;
  }
}

/** A window without an order goes by the order of the input, if by any. */
const hangsOnOrder = (window: WindowCall): boolean =>
  window.orderBy.length > 0
    ? goesByOrder(window)
    : findFunction(window.call.name)?.kind === 'window' || dependsOnOrder(window.call);

/** Whether two rows of a group may have the same keys, for all that is known of them. */
function mayTie(input: Relation, groups: readonly Expression[], by: readonly SortKey[]): boolean {
  const keys = [...groups, ...by.map(({ expression }) => expression)];
  const known = new Set(keys.flatMap((key) => (key.kind === 'column' ? [nameKey(key.name)] : [])));
  return !uniqueKeys(input).some((names) => names.every((name) => known.has(nameKey(name))));
}
