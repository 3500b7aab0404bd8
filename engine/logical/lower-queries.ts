/** Users' queries are the one kind of text that nodes pass on unread: it is made ready here. */
import type { Diagnostic } from '../contract/diagnostic.ts';
import type { Relation, Sql } from '../contract/relation.ts';
import { inputsOf, withInputs } from '../contract/relation.ts';
import { parametersOf } from '../expression/analyse.ts';
import type { LowerSetup } from './lower-context.ts';
import { LowerAbort, extensionProblems, parameterHint } from './lower-context.ts';
import { statementProblem } from './statement-problem.ts';
import { asOpaque, bindQueryParameters } from './query-parameters.ts';

export interface LoweredQueries {
  readonly roots: readonly Relation[];
  /** Moves a diagnostic from the text that DuckDB saw to the one that was typed. */
  readonly relocate: (diagnostic: Diagnostic) => Diagnostic;
}

/**
 * Puts parameters into the queries that a step made.
 * @param inputs relations that the step was given; they stay
 */
export function lowerQueries(
  roots: readonly Relation[],
  inputs: ReadonlySet<Relation>,
  setup: LowerSetup,
): LoweredQueries {
  const offsets = new Map<string, (offset: number) => number>();
  const problems: Diagnostic[] = [];
  const done = new Map<Relation, Relation>();
  const visit = (relation: Relation): Relation => {
    if (inputs.has(relation)) return relation;
    const known = done.get(relation);
    if (known !== undefined) return known;
    const above = withInputs(relation, inputsOf(relation).map(visit));
    const result = above.kind === 'sql' ? ready(above) : above;
    done.set(relation, result);
    return result;
  };
  const ready = (relation: Sql): Sql => {
    const { param } = relation;
    const bound = bindQueryParameters(relation.query, setup.parameters);
    for (const { name, start, end } of bound.unknown) {
      problems.push({
        severity: 'error',
        code: 'unknown-parameter',
        message: `The pipeline has no parameter "$${name}".`,
        hint: parameterHint(name, setup.parameters),
        node: setup.node,
        param,
        start,
        end,
      });
    }
    for (const problem of extensionProblems(asOpaque(relation.query), param, setup.extensions)) {
      problems.push({ severity: 'error', node: setup.node, ...problem });
    }
    const statement = statementProblem(relation.query);
    if (statement !== undefined) {
      problems.push({ severity: 'error', node: setup.node, param, ...statement });
    }
    offsets.set(param, bound.toTyped);
    if (bound.query === relation.query) return relation;
    return { ...relation, query: bound.query, parameters: parametersOf(asOpaque(relation.query)) };
  };
  const lowered = roots.map(visit);
  if (problems.length > 0) throw new LowerAbort(problems);
  return {
    roots: lowered,
    relocate: (diagnostic) => {
      const { node, param, start, end } = diagnostic;
      const move = param === undefined ? undefined : offsets.get(param);
      if (node !== setup.node || move === undefined) return diagnostic;
      if (start === undefined || end === undefined) return diagnostic;
      return { ...diagnostic, start: move(start), end: move(end) };
    },
  };
}
