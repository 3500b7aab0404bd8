/** Programs that are handed in to a cluster read and write where all of it can. */
import type { Diagnostic } from '../../contract/diagnostic.ts';
import type { Scan } from '../../contract/relation.ts';
import type { SparkWrite } from '../../spark/frame.ts';
import { refuse } from '../../spark/refusal.ts';
import type { GivenRows } from '../../spark/relations/context.ts';
import type { ClusterFiles } from '../project.ts';

const HINT =
  'Put it where the cluster reads, name its folder among the shared ones of the connection, or push without --detach.';

export const seenBy =
  ({ uriOf }: ClusterFiles) =>
  ({ source }: Scan): GivenRows | undefined => {
    if (source.format === 'inline' || source.format === 'generate') return undefined;
    const paths = 'paths' in source ? source.paths : [];
    const uris = paths.map(
      (path) => uriOf(path) ?? refuse(`The cluster does not see ${path}.`, HINT),
    );
    return { paths: uris };
  };

/** The same with URIs; each one without is a finding. */
export function written(
  writes: readonly SparkWrite[],
  { sinkUriOf }: ClusterFiles,
): { readonly writes: readonly SparkWrite[]; readonly unseen: readonly Diagnostic[] } {
  const unseen: Diagnostic[] = [];
  const seen = writes.map((write) => {
    const { path } = write.target;
    const uri = sinkUriOf(path);
    if (uri === undefined) {
      unseen.push({
        severity: 'error',
        code: 'not-on-spark',
        message: `The cluster does not see ${path}.`,
        hint: HINT,
        node: write.node,
      });
    }
    return { ...write, target: { ...write.target, path: uri ?? path } };
  });
  return { writes: seen, unseen };
}
