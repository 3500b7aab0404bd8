/** Runs the rules over a plan until none changes it, and checks that they keep every root's schema. */
import { internalError } from '../contract/errors.ts';
import type { Relation, Scan } from '../contract/relation.ts';
import { inputsOf, walk } from '../contract/relation.ts';
import type { Schema } from '../contract/schema.ts';
import { formatType, sameSchema } from '../contract/schema.ts';
import type { ColumnNames } from './columns-of.ts';
import { createColumnNames } from './columns-of.ts';
import { createRowEstimator, roughBytes } from './estimate-rows.ts';
import type { ScanEstimate } from './estimate-rows.ts';
import { mayMatchOnce } from './match-once.ts';
import type { Rule, RuleContext } from './rule.ts';
import { defaultRules } from './rules.ts';

export interface OptimiseContext {
  /** Output columns with types, from DuckDB's binder. */
  readonly bind: (relation: Relation) => Promise<Schema>;
  /** All columns that a scan could read: of its `rows` or its `rejects` output. */
  readonly sourceSchema: (scan: Scan) => Schema;
  /** Size of a scan's source; absent or undefined where unknown. */
  readonly estimate?: ScanEstimate;
  /** Default: `defaultRules`. */
  readonly rules?: readonly Rule[];
}

export interface Optimised {
  /** One for one with the given roots; what they share stays shared. */
  readonly roots: readonly Relation[];
  /** Names of the rules that changed the plan, in the order in which they did. */
  readonly fired: readonly string[];
}

/** Rounds of all rules. Plans settle in two to four; the bound only guards against rules at odds. */
const MAX_ROUNDS = 12;

/**
 * A plan with the same result that costs less. Throws an internal error that names the rule if a
 * rule changes a root's columns or their types; errors of `bind` pass through. A plan with a pivot
 * whose values are not known yet has no known columns: it comes back as it is.
 */
export async function optimise(
  roots: readonly Relation[],
  context: OptimiseContext,
): Promise<Optimised> {
  if (walk(roots).some(isUndiscovered)) return { roots, fired: [] };
  const rules = context.rules ?? defaultRules;
  const names = createColumnNames((scan) =>
    context.sourceSchema(scan).map((column) => column.name),
  );
  const inputSchemas = new WeakMap<Relation, Schema>();
  const ruleContext = createRuleContext(context, names, inputSchemas);
  const steps: Step[] = [];
  let current = roots;
  await learn(current, context, names, inputSchemas);
  const originalNames = roots.map((root) => names.columnsOf(root));

  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const before = steps.length;
    for (const rule of rules) {
      const next = rule.apply(current, ruleContext);
      if (next.length === current.length && next.every((root, i) => root === current[i])) continue;
      checkNames(rule, next, originalNames, names);
      current = next;
      steps.push({ rule: rule.name, roots: next });
      await learn(current, context, names, inputSchemas);
    }
    if (steps.length === before) break;
  }
  await checkTypes(roots, steps, context.bind);
  return { roots: current, fired: steps.map((step) => step.rule) };
}

const isUndiscovered = (relation: Relation): boolean =>
  relation.kind === 'pivot' && relation.values === undefined;

interface Step {
  readonly rule: string;
  readonly roots: readonly Relation[];
}

function createRuleContext(
  context: OptimiseContext,
  names: ColumnNames,
  inputSchemas: WeakMap<Relation, Schema>,
): RuleContext {
  const { estimate } = context;
  const base = {
    columnsOf: names.columnsOf,
    sourceSchema: context.sourceSchema,
    sourceColumns: (scan: Scan) => context.sourceSchema(scan).map((column) => column.name),
    schemaOf: (relation: Relation) => inputSchemas.get(relation),
  };
  if (estimate === undefined) return base;
  const rowsOf = createRowEstimator(estimate);
  return {
    ...base,
    rowsOf: (relation) => {
      const rows = rowsOf(relation);
      return { rows, bytes: roughBytes(rows, names.columnsOf(relation).length) };
    },
  };
}

/** Asks the binder what the structure does not tell: names of queries, types of some inputs. */
async function learn(
  roots: readonly Relation[],
  context: OptimiseContext,
  names: ColumnNames,
  inputSchemas: WeakMap<Relation, Schema>,
): Promise<void> {
  for (const relation of walk(roots)) {
    if (relation.kind === 'sql' && !names.isKnown(relation)) {
      const schema = await context.bind(relation);
      names.learn(
        relation,
        schema.map((column) => column.name),
      );
    }
    for (const input of typedInputs(relation)) {
      if (!inputSchemas.has(input)) inputSchemas.set(input, await context.bind(input));
    }
  }
}

/** Relations whose types a rule asks for when it comes to `relation`. */
function typedInputs(relation: Relation): readonly Relation[] {
  if (relation.kind === 'filter' && relation.input.kind === 'union') return relation.input.inputs;
  return relation.kind === 'join' && mayMatchOnce(relation) ? inputsOf(relation) : [];
}

function checkNames(
  rule: Rule,
  roots: readonly Relation[],
  original: readonly (readonly string[])[],
  names: ColumnNames,
): void {
  if (roots.length !== original.length) {
    throw internalError(`Rule ${rule.name} made ${roots.length} roots of ${original.length}.`);
  }
  roots.forEach((root, i) => {
    const before = (original[i] ?? []).join(', ');
    const after = names.columnsOf(root).join(', ');
    if (before !== after) {
      throw internalError(`Rule ${rule.name} changed the columns (${before}) to (${after}).`);
    }
  });
}

/** Binds the result; only if it differs, the steps in between, to name the rule that changed it. */
async function checkTypes(
  roots: readonly Relation[],
  steps: readonly Step[],
  bind: OptimiseContext['bind'],
): Promise<void> {
  const last = steps.at(-1);
  if (last === undefined) return;
  for (const [i, root] of roots.entries()) {
    if (last.roots[i] === root) continue;
    const original = await bind(bindable(root));
    if (sameSchema(original, await bind(bindable(last.roots[i] ?? root)))) continue;
    for (const step of steps) {
      const schema = await bind(bindable(step.roots[i] ?? root));
      if (sameSchema(original, schema)) continue;
      throw internalError(
        `Rule ${step.rule} changed the types (${describe(original)}) to (${describe(schema)}).`,
      );
    }
  }
}

/** A sink has the schema of what it stores. */
const bindable = (root: Relation): Relation =>
  root.kind === 'sink' ? (inputsOf(root)[0] ?? root) : root;

const describe = (schema: Schema): string =>
  schema.map((column) => `${column.name} ${formatType(column.type)}`).join(', ');
