/** What one step makes its columns of: the columns of its inputs, and the expression over them. */
import type { Expression } from '../../contract/expression.ts';
import { ex } from '../../contract/expression.ts';
import { formatPortRef } from '../../contract/ids.ts';
import type { Origin, Relation } from '../../contract/relation.ts';
import { nameKey, sameName } from '../../contract/schema.ts';
import { substituteColumns } from '../../expression/analyse.ts';
import type { GraphNode } from '../../graph/graph.ts';
import type { LogicalPlan } from '../compile.ts';
import { lineageOf } from '../lineage.ts';
import type { StepColumn } from './refactoring.ts';

export interface DirectColumn {
  readonly column: string;
  readonly from: readonly StepColumn[];
  /** Over the columns of the inputs. Absent: handed on, or made by something without a text. */
  readonly expression?: Expression;
  /** The value of one input column as it is, perhaps under another name. */
  readonly handedOn: boolean;
}

/** In the order of the schema; nothing for an output that did not compile. */
export function directLineage(
  node: GraphNode,
  port: string,
  plan: LogicalPlan,
): readonly DirectColumn[] {
  const bound = plan.ports.get(formatPortRef({ node: node.id, port }));
  if (bound === undefined) return [];
  const inputs = new Map<Relation, Origin>();
  for (const ref of [...node.inputs.values()].flat()) {
    const relation = plan.ports.get(formatPortRef(ref))?.relation;
    if (relation !== undefined && !inputs.has(relation)) inputs.set(relation, ref);
  }
  const namesOf = (relation: Relation): readonly string[] =>
    (plan.schemaOf(relation) ?? []).map(({ name }) => name);
  const lineage = lineageOf(bound.relation, namesOf, inputs);
  return bound.schema.map(({ name }) => {
    const maker = makerOf(bound.relation, name, inputs);
    const sources = lineage.get(name)?.sources ?? [];
    return {
      column: name,
      from: sources.flatMap(({ node: source, port: from, column }) =>
        source === undefined || from === undefined || source === node.id
          ? []
          : [{ node: source, port: from, column }],
      ),
      handedOn: maker?.kind === 'column',
      ...(maker === undefined || maker.kind === 'column' ? {} : { expression: maker }),
    };
  });
}

/** The expression of a column over the inputs; undefined where none says it. */
function makerOf(
  relation: Relation,
  column: string,
  inputs: ReadonlyMap<Relation, Origin>,
): Expression | undefined {
  if (inputs.has(relation)) return ex.column(column);
  const below = (input: Relation, expression: Expression): Expression | undefined =>
    expression.kind === 'column'
      ? makerOf(input, expression.name, inputs)
      : substituteColumns(expression, (name) => makerOf(input, name, inputs));
  const named = <T extends { readonly name: string }>(items: readonly T[]): T | undefined =>
    items.find(({ name }) => sameName(name, column));
  switch (relation.kind) {
    case 'project': {
      const item = named(relation.columns);
      return item && below(relation.input, item.expression);
    }
    case 'aggregate': {
      const key = named(relation.keys);
      const call = named(relation.aggregates)?.call;
      const expression = key?.expression ?? call;
      return expression && below(relation.input, expression);
    }
    case 'window': {
      const item = named(relation.expressions);
      return item === undefined
        ? makerOf(relation.input, column, inputs)
        : below(relation.input, item.window);
    }
    case 'join':
    case 'asof-join': {
      const item = named(relation.columns);
      return item && makerOf(relation[item.side], item.column, inputs);
    }
    case 'union': {
      // The same in all inputs, or it has no one expression.
      const all = relation.inputs.map((input) => makerOf(input, column, inputs));
      return all.every((each) => each?.kind === 'column') ? all[0] : undefined;
    }
    case 'unpivot': {
      const made = [relation.nameTo, relation.valueTo].some((name) => sameName(name, column));
      return made ? undefined : makerOf(relation.input, column, inputs);
    }
    case 'unnest': {
      if (nameKey(relation.positionName ?? '') === nameKey(column)) return undefined;
      const operand = makerOf(relation.input, column, inputs);
      const isIt = sameName(relation.column, column);
      return operand === undefined || !isIt ? operand : ex.call('unnest', operand);
    }
    case 'filter':
    case 'sort':
    case 'limit':
    case 'top-n':
    case 'distinct':
    case 'sample':
    case 'sink':
    case 'exchange':
      return makerOf(relation.input, column, inputs);
    case 'pivot':
    case 'scan':
    case 'sql':
    case 'stage-output':
      return undefined;
  }
}
