/** What the check found, and what the chosen cluster adds to it. */
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import type { ClusterCheck, PlacedDiagnostic, SessionState } from './session-store.ts';

const joined = new WeakMap<
  ClusterCheck['diagnostics'],
  readonly [readonly Diagnostic[], readonly PlacedDiagnostic[]]
>();

/**
 * What a cluster says beyond what holds everywhere, after that. The same array for the same findings, so
 * that only what has changed is drawn again.
 */
export function placedDiagnostics({
  check: { diagnostics },
  clusterCheck,
}: Pick<SessionState, 'check' | 'clusterCheck'>): readonly PlacedDiagnostic[] {
  if (clusterCheck === undefined) return diagnostics;
  const known = joined.get(clusterCheck.diagnostics);
  if (known?.[0] === diagnostics) return known[1];
  const said = new Set(diagnostics.map(keyOf));
  const all = [
    ...diagnostics.map(asOnCluster),
    ...clusterCheck.diagnostics
      .filter((one) => !said.has(keyOf(one)))
      .map((one) => ({ ...one, on: clusterCheck.cluster })),
  ];
  joined.set(clusterCheck.diagnostics, [diagnostics, all]);
  return all;
}

/** Where only a cluster gets to nothing is wrong with a pipeline that is pushed to one. */
const asOnCluster = (one: Diagnostic): Diagnostic =>
  one.code === 'only-on-cluster' ? { ...one, severity: 'info' } : one;

const keyOf = ({ node, code, message }: Diagnostic): string =>
  JSON.stringify([node, code, message]);
