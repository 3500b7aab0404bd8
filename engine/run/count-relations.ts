/** Counts the rows of relations, several at once, near what a run has left behind. */
import { ex } from '../contract/expression.ts';
import type { Expression } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Relation } from '../contract/relation.ts';
import { inputsOf, walk, withInputs } from '../contract/relation.ts';
import type { SourceDescription } from '../contract/source.ts';
import { isDeterministic } from '../expression/analyse.ts';
import { collectValues, optimiseRoots } from './engine-parts.ts';
import type { RunServices } from './engine-parts.ts';
import { executePlan } from './execute-plan.ts';

/**
 * One for one with the relations; undefined where counting again may count other rows.
 * @param ends what the run computed: optimised with them, shared stages are those of the run, whose
 *   stored rows are found
 */
export async function countRelations(
  relations: readonly Relation[],
  ends: readonly Relation[],
  services: RunServices,
): Promise<readonly (number | undefined)[]> {
  const { describe } = services.physical;
  const counts = relations.map((relation) =>
    rel.project(
      rel.aggregate(
        ownCopy(relation, (scan) => isCheap(describe(scan))),
        [],
        [{ name: 'n', call: ex.call('count') }],
      ),
      [{ name: 'n', expression: ex.cast(ex.column('n'), 'VARCHAR') }],
    ),
  );
  const optimised = await optimiseRoots([...ends, ...counts], services);
  const roots = optimised.slice(ends.length);
  const wanted = roots.flatMap((root, i) => (isRepeatable(root) ? [{ root, i }] : []));
  const rows = await executePlan(
    wanted.map(({ root }) => root),
    (root) => collectValues(root, services),
    services,
    optimised.slice(0, ends.length),
  );
  const found: (number | undefined)[] = relations.map(() => undefined);
  wanted.forEach(({ i }, at) => {
    found[i] = Number(rows[at]?.[0]?.[0]);
  });
  return found;
}

/** Decoded columns of text files up to this size stay with the workers. */
const KEPT_TEXT_BYTES = 1 << 30;

const isCheap = ({ spec, bytes }: SourceDescription): boolean =>
  (spec.format !== 'csv' && spec.format !== 'json') || bytes <= KEPT_TEXT_BYTES;

/**
 * The relation with narrow steps and quick scans of its own, down to what is dear to compute: steps
 * that were shared would be stored, which costs more than doing them again.
 */
function ownCopy(
  relation: Relation,
  isCheapScan: (scan: Extract<Relation, { kind: 'scan' }>) => boolean,
): Relation {
  switch (relation.kind) {
    case 'scan':
      return isCheapScan(relation) ? { ...relation } : relation;
    case 'filter':
    case 'project':
    case 'unpivot':
    case 'unnest': {
      const [input] = inputsOf(relation).map((each) => ownCopy(each, isCheapScan));
      return { ...withInputs(relation, input === undefined ? [] : [input]) };
    }
    default:
      return relation;
  }
}

/** Whether its rows are the same however often they are computed. */
export const isRepeatable = (root: Relation): boolean =>
  walk([root]).every((relation) => !holdsVolatile(relation, inputsOf(relation)));

/** Whether something in a relation gives other values each time, such as `random()`. */
function holdsVolatile(value: unknown, inputs: readonly unknown[]): boolean {
  if (typeof value !== 'object' || value === null || inputs.includes(value)) return false;
  const { kind, name, text, query } = value as Readonly<Record<string, unknown>>;
  const isVolatile =
    (kind === 'call' && !isDeterministic(ex.call(String(name)))) ||
    (kind === 'opaque' && !isDeterministic(opaque(text))) ||
    (kind === 'sql' && !isDeterministic(opaque(query)));
  return isVolatile || Object.values(value).some((part) => holdsVolatile(part, inputs));
}

const opaque = (text: unknown): Expression => ({
  kind: 'opaque',
  text: String(text),
  identifiers: [],
});
