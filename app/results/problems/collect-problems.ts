/** All that is wrong with a pipeline, from whoever found it. */
import type { EngineError } from '../../../engine/contract/errors.ts';
import { nodeId } from '../../../engine/contract/ids.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import { upstreamOf } from '../../document/edges.ts';
import type { RunRecord } from '../../session/run-store.ts';
import type { CheckState, PlacedDiagnostic, SourceState } from '../../session/session-store.ts';

export interface Problem extends PlacedDiagnostic {
  /** Found by a run, not by the check. */
  readonly fromRun: boolean;
}

export interface ProblemGroup {
  /** Step; undefined for the pipeline itself. */
  readonly node: string | undefined;
  readonly problems: readonly Problem[];
}

/** @returns each problem once, found by the check first */
export function collectProblems(
  check: Pick<CheckState, 'error'> & { readonly diagnostics: readonly PlacedDiagnostic[] },
  sources: readonly SourceState[],
  run: Pick<RunRecord, 'error' | 'warnings'> | undefined,
): readonly Problem[] {
  const found: Problem[] = [
    ...check.diagnostics.map((each) => ({ ...each, fromRun: false })),
    ...sources.flatMap(({ node, problem }) =>
      problem === undefined ? [] : [missing(node, problem)],
    ),
    ...(check.error === undefined ? [] : [ofError(check.error, false)]),
  ];
  if (run?.error !== undefined && run.error.kind !== 'cancelled') {
    const { error } = run;
    const all = error.kind === 'user' ? error.diagnostics : undefined;
    if (all === undefined) found.push(ofError(error, true));
    else found.push(...all.map((each) => ({ ...each, fromRun: true })));
  }
  for (const { code, message, node } of run?.warnings ?? [])
    found.push({
      severity: 'warning',
      code,
      message,
      fromRun: true,
      ...(node === undefined ? {} : { node: nodeId(node) }),
    });
  return withoutRepeats(found);
}

const missing = (node: string, message: string): Problem => ({
  severity: 'error',
  code: 'missing-file',
  message,
  node: nodeId(node),
  param: 'path',
  fromRun: false,
});

const ofError = (error: EngineError, fromRun: boolean): Problem => {
  const { code, message, hint, node, param, start, end, location } = error;
  const found = { hint, node, param, start, end, location };
  const given = Object.entries(found).filter(([, value]) => value !== undefined);
  return { severity: 'error', code, message, fromRun, ...Object.fromEntries(given) };
};

/** The check and a run may find the same thing, in the same words or at the same file. */
function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  const brokenSources = new Set(
    problems
      .filter(({ param, code }) => param === 'path' && code !== 'missing-file')
      .map(({ node }) => node),
  );
  return problems.filter(({ code, node, message }) => {
    if (code === 'missing-file' && brokenSources.has(node)) return false;
    const key = `${node ?? ''}\n${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Notes of steps that cannot be told about because something is wrong before them. */
const WAITS = 'upstream-error';

/** Without the notes of steps that only wait: those are told where what they wait for is. */
export function withoutWaiting(
  problems: readonly Problem[],
  document: PipelineDocument,
): {
  readonly problems: readonly Problem[];
  readonly waiting: ReadonlyMap<string, readonly string[]>;
} {
  const broken = new Set<string>(
    problems.flatMap(({ severity, node }) =>
      severity === 'error' && node !== undefined ? [node] : [],
    ),
  );
  const waiting = new Map<string, string[]>();
  const told = new Set<Problem>();
  for (const problem of problems) {
    const { code, node } = problem;
    if (code !== WAITS || node === undefined || !Object.hasOwn(document.nodes, node)) continue;
    const causes = [...upstreamOf(document, node)].filter((step) => broken.has(step));
    for (const cause of causes) waiting.set(cause, [...(waiting.get(cause) ?? []), node]);
    if (causes.length > 0) told.add(problem);
  }
  return { problems: problems.filter((problem) => !told.has(problem)), waiting };
}

const RANK = { error: 0, warning: 1, info: 2 } as const;

/**
 * By step, those with errors first; among equals in the order of the document, what is about no step
 * last. In each the worst stands first.
 */
export function groupProblems(
  problems: readonly Problem[],
  document: PipelineDocument,
): readonly ProblemGroup[] {
  const groups = new Map<string | undefined, Problem[]>();
  for (const id of Object.keys(document.nodes)) groups.set(id, []);
  for (const problem of problems) {
    const at =
      problem.node !== undefined && groups.has(problem.node) ? (problem.node as string) : undefined;
    const group = groups.get(at) ?? [];
    group.push(problem);
    groups.set(at, group);
  }
  return [...groups]
    .filter(([, group]) => group.length > 0)
    .map(([node, group]) => ({
      node,
      problems: group.toSorted((a, b) => RANK[a.severity] - RANK[b.severity]),
    }))
    .toSorted((a, b) => worst(a) - worst(b));
}

const worst = ({ problems: [first] }: ProblemGroup): number =>
  first === undefined ? RANK.info : RANK[first.severity];
