import type { Relation } from '../contract/relation.ts';
import type { LogicalPlan } from '../logical/compile.ts';

/** Names of the relations that are outputs of steps: `step` for its first output, `step_port` for others. */
export function stepNames({ ports }: Pick<LogicalPlan, 'ports'>): Map<Relation, string> {
  const names = new Map<Relation, string>();
  const seen = new Set<string>();
  for (const [key, { relation }] of ports) {
    const [node = '', port = ''] = key.split('.', 2);
    if (!names.has(relation)) names.set(relation, seen.has(node) ? `${node}_${port}` : node);
    seen.add(node);
  }
  return names;
}
