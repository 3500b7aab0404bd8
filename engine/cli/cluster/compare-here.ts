/** `--compare`: a sample here and on the cluster, and what differs. */
import { compareOnCluster } from '../../../electron/host/clusters/compare-push.ts';
import type { ComparisonStage } from '../../contract/push-comparison.ts';
import { openArrowFolder } from '../../runtime/arrow-folder.ts';
import { EXIT } from '../host.ts';
import { formatDiagnostic } from '../report/report-diagnostic.ts';
import { formatComparison } from './comparison-text.ts';
import type { PushRequest } from './push-request.ts';

/**
 * @param rows of the largest source
 * @returns the exit code: 1 where rows differ
 */
export async function compareHere(
  asked: PushRequest,
  rows: number,
  json: boolean,
): Promise<number> {
  const { host, named, engine, document, parameters, file } = asked;
  const { stdout, stderr } = host;
  const compared = await compareOnCluster({
    cluster: named,
    engine,
    document,
    request: { parameters, directory: file.directory },
    rows,
    signal: host.signal,
    openFolder: openArrowFolder,
    onStage: (stage) => {
      if (stderr.isTerminal) stderr.write(`${stderr.style.dim(stageText(stage, named.name))}\n`);
    },
  });
  const equal = compared.outputs.every((output) => output.equal);
  if (json) {
    stdout.write(`${JSON.stringify({ equal, ...compared }, undefined, 2)}\n`);
  } else {
    for (const note of compared.notes) stderr.write(formatDiagnostic(note, file, stderr));
    stdout.write(formatComparison(compared, named.name, stdout));
  }
  return equal ? EXIT.ok : EXIT.failed;
}

function stageText(stage: ComparisonStage, cluster: string): string {
  switch (stage) {
    case 'sample':
      return 'Taking a sample of the sources…';
    case 'here':
      return 'Computing here…';
    case 'there':
      return `Computing on ${cluster}…`;
    case 'compare':
      return 'Comparing…';
  }
}
