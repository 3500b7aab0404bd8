/**
 * Moves the conjuncts of filters towards the sources, each as deep as it may go.
 *
 * A conjunct that may raise an error moves only where it is evaluated on rows that reach the filter
 * as written: never below what removes rows, and never ahead of an earlier conjunct that may guard it.
 */
import type { Expression } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import type { AsofJoin, Join, Origin, Project, Relation } from '../contract/relation.ts';
import { conjuncts, mayFail } from '../expression/analyse.ts';
import { splitForJoin } from './push-into-join.ts';
import { pushedTo, keptAbove } from './push-target.ts';
import type { PushTarget } from './push-target.ts';
import {
  inlineForm,
  isMovable,
  isRowWise,
  isSubset,
  keySet,
  readsOf,
  replaceColumns,
} from './reads.ts';
import type { IsShared } from './rewrite.ts';
import { rewriteUp } from './rewrite.ts';
import type { Rule, RuleContext } from './rule.ts';
import { formatType, nameKey } from '../contract/schema.ts';

export const pushDownFilter: Rule = {
  name: 'push-down-filter',
  apply: (roots, context) =>
    rewriteUp(roots, (relation, isShared) => {
      const pass: Pass = { context, isShared, origin: relation.origin };
      if (relation.kind === 'join') return moveIntoJoin(relation, [], pass) ?? relation;
      if (relation.kind !== 'filter') return relation;
      return moveBelow(relation.input, conjuncts(relation.condition), pass) ?? relation;
    }),
};

interface Pass {
  readonly context: RuleContext;
  readonly isShared: IsShared;
  /** Of the filter whose conjuncts move. */
  readonly origin: Origin | undefined;
}

/** The input under a filter, with as many conjuncts inside as may go; undefined if none may. */
function moveBelow(
  input: Relation,
  parts: readonly Expression[],
  pass: Pass,
): Relation | undefined {
  if (pass.isShared(input)) return undefined;
  if (input.kind === 'join') return moveIntoJoin(input, parts, pass);
  const target = targetOf(input, pass.context);
  if (target === undefined) return undefined;
  const inside: Expression[] = [];
  const above: Expression[] = [];
  for (const part of parts) {
    const moved = target.rewrite(part);
    const safe = !mayFail(moved ?? part) || (target.keepsRows && above.length === 0);
    if (moved !== undefined && safe && isMovable(part)) inside.push(moved);
    else above.push(part);
  }
  if (inside.length === 0) return undefined;
  const sunk = target.rebuild((branch) => place(branch, target.forBranch(inside, branch), pass));
  return keptAbove(sunk, above, pass.origin);
}

function moveIntoJoin(join: Join, parts: readonly Expression[], pass: Pass): Relation | undefined {
  const split = splitForJoin(join, parts);
  if (split === undefined) return undefined;
  const { condition: _, ...rest } = join;
  const sunk: Join = {
    ...rest,
    left: place(join.left, split.left, pass),
    right: place(join.right, split.right, pass),
    ...(split.condition.length === 0 ? {} : { condition: ex.and(...split.condition) }),
  };
  return keptAbove(sunk, split.above, pass.origin);
}

/** The relation filtered by the conjuncts, which go on down from here. */
function place(relation: Relation, parts: readonly Expression[], pass: Pass): Relation {
  if (parts.length === 0) return relation;
  if (!pass.isShared(relation) && relation.kind === 'filter') {
    const all = [...conjuncts(relation.condition), ...parts];
    const inner: Pass = { ...pass, origin: relation.origin ?? pass.origin };
    return moveBelow(relation.input, all, inner) ?? keptAbove(relation.input, all, inner.origin);
  }
  return moveBelow(relation, parts, pass) ?? keptAbove(relation, parts, pass.origin);
}

/** How conjuncts go through one relation; undefined: they do not. */
function targetOf(input: Relation, context: RuleContext): PushTarget | undefined {
  switch (input.kind) {
    case 'project':
      return throughProject(input);
    case 'sort':
      return pushedTo(input, { keepsRows: true, rewrite: (part) => part });
    case 'union': {
      const columns = context.columnsOf(input);
      const type = (relation: Relation): string | undefined =>
        context
          .schemaOf(relation)
          ?.map((column) => formatType(column.type))
          .join();
      // A branch of other types would compare before the cast to the union's types, not after.
      const [first] = input.inputs;
      const types = first === undefined ? undefined : type(first);
      if (types === undefined || input.inputs.some((branch) => type(branch) !== types)) {
        return undefined;
      }
      return {
        keepsRows: true,
        rewrite: (part) => part,
        forBranch: (parts, branch) => renameTo(parts, columns, context.columnsOf(branch)),
        rebuild: (into) => ({ ...input, inputs: input.inputs.map(into) }),
      };
    }
    case 'aggregate': {
      if (input.keys.length === 0) return undefined;
      const keys = new Map(
        input.keys.map((key) => [nameKey(key.name), inlineForm(key.expression)]),
      );
      return pushedTo(input, {
        keepsRows: true,
        rewrite: (part) => replaceColumns(part, (name) => keys.get(nameKey(name))),
      });
    }
    case 'window': {
      const shared = sharedPartitionColumns(
        input.expressions.map((item) => item.window.partitionBy),
      );
      return pushedTo(input, { keepsRows: true, rewrite: onlyOn(shared) });
    }
    case 'distinct': {
      const keys = keySet(input.keys ?? context.columnsOf(input.input));
      return pushedTo(input, { keepsRows: input.output === 'kept', rewrite: onlyOn(keys) });
    }
    case 'top-n':
      if (input.per.length === 0) return undefined;
      return pushedTo(input, {
        keepsRows: false,
        rewrite: onlyOn(sharedPartitionColumns([input.per])),
      });
    case 'pivot':
      // Undiscovered values come from all the data.
      if (input.values === undefined || input.rows.length === 0) return undefined;
      return pushedTo(input, { keepsRows: true, rewrite: onlyOn(keySet(input.rows)) });
    case 'unpivot': {
      const touched = keySet([input.nameTo, input.valueTo, ...input.columns]);
      return pushedTo(input, { keepsRows: !input.dropNulls, rewrite: notOn(touched) });
    }
    case 'unnest': {
      const made = [
        input.column,
        ...(input.positionName === undefined ? [] : [input.positionName]),
      ];
      return pushedTo(input, { keepsRows: input.keepEmpty, rewrite: notOn(keySet(made)) });
    }
    case 'asof-join':
      return throughAsofJoin(input);
    default:
      return undefined;
  }
}

function throughProject(project: Project): PushTarget | undefined {
  if (!project.columns.every((column) => isRowWise(column.expression))) return undefined;
  const columns = new Map(
    project.columns.map((column) => [nameKey(column.name), inlineForm(column.expression)]),
  );
  return pushedTo(project, {
    keepsRows: true,
    rewrite: (part) => replaceColumns(part, (name) => columns.get(nameKey(name))),
  });
}

function throughAsofJoin(join: AsofJoin): PushTarget {
  const left = new Map(
    join.columns
      .filter((column) => column.side === 'left')
      .map((column) => [nameKey(column.name), ex.column(column.column)]),
  );
  return {
    keepsRows: join.type === 'left',
    rewrite: (part) => replaceColumns(part, (name) => left.get(nameKey(name))),
    forBranch: (parts) => parts,
    rebuild: (into) => ({ ...join, left: into(join.left) }),
  };
}

/** Columns by which every list partitions. */
function sharedPartitionColumns(lists: readonly (readonly Expression[])[]): Set<string> {
  const [first = [], ...others] = lists.map(
    (list) => new Set(list.flatMap((item) => (item.kind === 'column' ? [nameKey(item.name)] : []))),
  );
  return new Set([...first].filter((name) => others.every((other) => other.has(name))));
}

/** A conjunct without columns says nothing about a group, so it stays. */
const onlyOn =
  (columns: ReadonlySet<string>) =>
  (part: Expression): Expression | undefined => {
    const { names, all } = readsOf([part]);
    return !all && names.size > 0 && isSubset(names, columns) ? part : undefined;
  };

const notOn =
  (columns: ReadonlySet<string>) =>
  (part: Expression): Expression | undefined => {
    const { names, all } = readsOf([part]);
    return !all && ![...names].some((name) => columns.has(name)) ? part : undefined;
  };

function renameTo(
  parts: readonly Expression[],
  from: readonly string[],
  to: readonly string[],
): readonly Expression[] {
  const names = new Map(from.map((name, i) => [nameKey(name), to[i] ?? name]));
  return parts.map(
    (part) => replaceColumns(part, (name) => ex.column(names.get(nameKey(name)) ?? name)) ?? part,
  );
}
