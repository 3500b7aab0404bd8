/**
 * The rows at which a step fails. DuckDB's run-time errors carry no row, so that the step's input is
 * looked through for those at which an expression of the step raises an error: `TRY` makes it null.
 */
import type { Expression } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import { nodeId } from '../contract/ids.ts';
import { rel } from '../contract/rel.ts';
import type { Relation } from '../contract/relation.ts';
import { walk } from '../contract/relation.ts';
import type { PipelineDocument } from '../document/schema.ts';
import {
  containsAggregate,
  containsWindow,
  freeColumns,
  isDeterministic,
  mayFail,
  someExpression,
} from '../expression/analyse.ts';
import { collectTargets } from './collect-targets.ts';
import type { FailingRows, FailingRowsOptions } from './engine-api.ts';
import { createServices, now } from './engine-parts.ts';
import type { EngineParts } from './engine-parts.ts';
import { prepareDocument } from './prepare-document.ts';
import { refuseErrors } from './prepare.ts';
import { openRun } from './run-context.ts';
import { openSampling, sampleRelation } from './sample-relation.ts';

const DEFAULT_ROWS = 5;

export async function failingRows(
  parts: EngineParts,
  document: PipelineDocument,
  options: FailingRowsOptions,
): Promise<FailingRows | undefined> {
  const sample = options.sample === true;
  const run = openRun(options.signal, undefined, now, { interactive: sample });
  try {
    const { plan, diagnostics } = await prepareDocument(parts, document, options, [options.step]);
    refuseErrors(diagnostics);
    const services = createServices(parts, plan, run);
    const roots = [...[...plan.ports.values()].map(({ relation }) => relation), ...plan.sinks];
    const step = nodeId(options.step);
    const suspects = walk(roots)
      .filter(({ origin }) => origin?.node === step)
      .flatMap(suspectsOf);
    for (const { input, expressions } of suspects) {
      const failing = rel.filter(input, fails(expressions));
      const sampled = sample
        ? (
            await sampleRelation(
              failing,
              parts,
              services,
              createServices(parts, plan, openSampling()),
            )
          ).relation
        : failing;
      const wanted = { key: options.step, relation: sampled, schema: plan.schemaOf(input) ?? [] };
      const limit = options.rows ?? DEFAULT_ROWS;
      const [found] = await collectTargets([wanted], services, limit);
      if (found !== undefined && found.rows.rows > 0)
        return { ...found.rows, complete: !found.more, columns: columnsOf(expressions) };
    }
    return undefined;
  } finally {
    run.close();
  }
}

/** Expressions that are computed of each row of an input. */
interface Suspect {
  readonly input: Relation;
  readonly expressions: readonly Expression[];
}

function suspectsOf(relation: Relation): readonly Suspect[] {
  return rowExpressions(relation).flatMap(({ input, expressions }) => {
    const failing = expressions.filter(canTry);
    return failing.length === 0 ? [] : [{ input, expressions: failing }];
  });
}

function rowExpressions(relation: Relation): readonly Suspect[] {
  const of = (input: Relation, expressions: readonly Expression[]): readonly Suspect[] => [
    { input, expressions },
  ];
  switch (relation.kind) {
    case 'filter':
      return of(relation.input, [relation.condition]);
    case 'project':
      return of(
        relation.input,
        relation.columns.map(({ expression }) => expression),
      );
    case 'aggregate':
      return of(relation.input, [
        ...relation.keys.map(({ expression }) => expression),
        ...relation.aggregates.flatMap(({ call }) => [
          ...call.args,
          ...(call.filter === undefined ? [] : [call.filter]),
        ]),
      ]);
    case 'window':
      return of(
        relation.input,
        relation.expressions.flatMap(({ window }) => [...window.call.args, ...window.partitionBy]),
      );
    case 'sort':
    case 'top-n':
      return of(
        relation.input,
        relation.by.map(({ expression }) => expression),
      );
    case 'join':
    case 'asof-join':
      return [
        ...of(
          relation.left,
          relation.on.map(({ left }) => left),
        ),
        ...of(
          relation.right,
          relation.on.map(({ right }) => right),
        ),
      ];
    default:
      return [];
  }
}

/** DuckDB refuses to try what is random, and a query; of several rows together no one is at fault. */
const canTry = (expression: Expression): boolean =>
  mayFail(expression) &&
  isDeterministic(expression) &&
  !containsWindow(expression) &&
  !containsAggregate(expression) &&
  !someExpression(expression, (each) => each.kind === 'opaque' && /\bselect\b/i.test(each.text));

/** Whether a value is null is never null itself: where it is, an error was raised. */
const fails = (expressions: readonly Expression[]): Expression =>
  expressions
    .map((expression): Expression => ex.isNull(ex.call('try', ex.isNull(expression))))
    .reduce((some, each) => ex.binary('or', some, each));

const columnsOf = (expressions: readonly Expression[]): readonly string[] => [
  ...new Set(expressions.flatMap((expression) => freeColumns(expression).names)),
];
