/** Every pass of a plan as text. */
import type { Relation, StageOutput } from '../contract/relation.ts';
import { formatRelation } from '../logical/explain.ts';
import { optimise } from '../optimise/optimise.ts';
import { chooseGrouping } from '../physical/choose-grouping.ts';
import { chooseJoinStrategies } from '../physical/choose-join-strategies.ts';
import { insertExchanges } from '../physical/insert-exchanges.ts';
import { makeTasks } from '../physical/make-tasks.ts';
import { planPhysical } from '../physical/plan-physical.ts';
import { isOpenGrouping } from '../physical/sample-keys.ts';
import { sourceBytes } from '../physical/source-bytes.ts';
import { isReady, readySteps, replaceStep, stageOutput } from '../physical/split-stages.ts';
import type { StageStats } from '../physical/physical-context.ts';
import type { ExplainPass } from './engine-api.ts';
import type { PlanContext } from './plan-context.ts';

export async function explainPlan(
  roots: readonly Relation[],
  pass: ExplainPass,
  context: PlanContext,
): Promise<string> {
  if (pass === 'logical') return formatRelation(roots);
  const { bind, sourceSchema, estimate } = context;
  const optimised = await optimise(roots, { bind, sourceSchema, estimate });
  if (pass === 'optimised') {
    const fired = optimised.fired.length === 0 ? 'none' : optimised.fired.join(', ');
    return `${formatRelation(optimised.roots)}\n\nrules: ${fired}`;
  }
  const physical = await planPhysical(optimised.roots, context);
  if (pass === 'physical') return formatRelation(insertExchanges(physical, context));
  return explainStages(physical, pass, context);
}

/**
 * The stages as they would run if every stored result were small and keys repeated often: whoever
 * explains has not run anything, and that is what most pipelines have.
 */
async function explainStages(
  physical: readonly Relation[],
  pass: 'stages' | 'sql',
  context: PlanContext,
): Promise<string> {
  const stats = new Map<string, StageStats>();
  const stage = (output: StageOutput): StageStats =>
    stats.get(output.stage) ?? { partitions: [], sourceBytes: 0 };
  const services = { ...context, stage };
  const replan = (plan: readonly Relation[]): Relation[] =>
    insertExchanges(chooseJoinStrategies(plan, services), services);
  const sections: string[] = [];
  const describe = (title: string, relation: Relation): void => {
    const tasks = makeTasks(relation, services);
    const count = `${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}`;
    const text = pass === 'stages' ? formatRelation([relation]) : (tasks[0]?.sql ?? '');
    sections.push(`${title} (${count})\n${indent(text)}`);
  };
  let plan = replan(physical);
  for (let ready = readySteps(plan); ready.length > 0; ready = readySteps(plan)) {
    for (const exchange of ready) {
      if (isOpenGrouping(exchange)) {
        plan = replaceStep(plan, exchange, await chooseGrouping(exchange, 0, context));
        continue;
      }
      const name = `stage_${sections.length + 1}`;
      for (const below of [exchange.input])
        describe(`${name} → ${exchange.distribution.kind}`, below);
      stats.set(name, {
        partitions: [{ rows: 0, bytes: 0, blocks: [] }],
        sourceBytes: sourceBytes(exchange.input, services),
      });
      const output = stageOutput(exchange, name, await context.bind(exchange.input));
      plan = replaceStep(plan, exchange, output);
    }
    plan = replan(plan);
  }
  for (const root of plan.filter(isReady)) {
    describe(`stage_${sections.length + 1}`, root.kind === 'sink' ? root.input : root);
  }
  return sections.join('\n\n');
}

const indent = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
