/** What a push would do, and what stands in its way. Only the columns of files are asked of the cluster. */
import type { Diagnostic } from '../../../engine/contract/diagnostic.ts';
import { toEngineError, type UserError } from '../../../engine/contract/errors.ts';
import { isTable } from '../../../engine/contract/file-target.ts';
import { nodeId } from '../../../engine/contract/ids.ts';
import type { PushEstimate } from '../../../engine/contract/push-estimate.ts';
import { BRIEF_RETRIES } from '../../../engine/remote/spark-connect/retry.ts';
import type { ClusterOutput, ClusterProgram } from '../../../engine/remote/spark-plan/program.ts';
import type { PushCheck } from '../api/cluster-methods.ts';
import { estimateHere } from './estimate-here.ts';
import { openSession } from './open-session.ts';
import { planPush, type PushRun } from './run-push.ts';

export type PushQuestion = Pick<
  PushRun,
  'engine' | 'document' | 'request' | 'cluster' | 'guard'
> & { readonly signal: AbortSignal };

export async function checkPush(asked: PushQuestion): Promise<PushCheck> {
  const { cluster, signal } = asked;
  // Nothing is sent before the first question, and mostly there is none.
  const session = await openSession(cluster, { retry: BRIEF_RETRIES });
  try {
    const prepared = await planPush({ ...asked, onlyPlan: true }, session, signal);
    const estimate = await estimateOf(asked);
    return {
      diagnostics: prepared.diagnostics,
      outputs: prepared.program.outputs.map(outputOf),
      sources: sourcesOf(prepared.program),
      ...(estimate === undefined ? {} : { estimate }),
    };
  } catch (thrown) {
    const error = toEngineError(thrown);
    if (error.kind !== 'user' || isAboutCluster(error)) throw thrown;
    return { diagnostics: findingsOf(error), outputs: [], sources: [] };
  } finally {
    if (session.serverSessionId !== undefined) await session.release().catch(() => undefined);
    session.close();
  }
}

function outputOf(output: ClusterOutput): PushCheck['outputs'][number] {
  const step = output.node;
  // Without a target asked for, nothing is only looked at.
  if (output.kind === 'rows') return { step, target: step, place: 'here' };
  const { target } = output;
  return {
    step,
    target: isTable(target) ? target.table : target.path,
    place: output.kind === 'write' ? 'cluster' : 'here',
  };
}

function sourcesOf({ shipped, files }: ClusterProgram): PushCheck['sources'] {
  return [
    ...files.map(({ node }) => ({ step: node as string, place: 'cluster' as const })),
    ...shipped.map(({ node, bytes }) => ({ step: node as string, place: 'sent' as const, bytes })),
  ];
}

/** Files that the cluster alone sees cannot be measured from here. */
async function estimateOf({
  engine,
  document,
  request,
  cluster,
  signal,
}: PushQuestion): Promise<PushEstimate | undefined> {
  try {
    const measure = await engine.measure(document, { parameters: request.parameters, signal });
    return await estimateHere(measure, cluster.connection);
  } catch (thrown) {
    if (toEngineError(thrown).kind === 'user') return undefined;
    throw thrown;
  }
}

const isAboutCluster = ({ code, node }: UserError): boolean =>
  node === undefined && /^(?:spark|connection|credentials?)-/.test(code);

/** What a push would be refused with, at its steps. */
function findingsOf(error: UserError): readonly Diagnostic[] {
  const { diagnostics, code, message, hint, node, param, start, end, location } = error;
  if (diagnostics !== undefined && diagnostics.length > 0) return diagnostics;
  return [
    {
      severity: 'error',
      code,
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(node === undefined ? {} : { node: nodeId(node) }),
      ...(param === undefined ? {} : { param }),
      ...(start === undefined ? {} : { start }),
      ...(end === undefined ? {} : { end }),
      ...(location === undefined ? {} : { location }),
    },
  ];
}
