/** The TPC-H pipelines as exported programs. */
import type { ExportTarget, ExportedFile } from '../../engine/export/project.ts';
import type { Engine } from '../../engine/run/engine-api.ts';
import { pipelineTo, tpchData } from '../tpch/reference.ts';

export const TPCH_DATA = tpchData('0.01');

export async function tpchFiles(
  engine: Engine,
  query: string,
  target: ExportTarget,
  data = TPCH_DATA,
): Promise<readonly ExportedFile[]> {
  const parameters = { data };
  const result = await engine.export(pipelineTo(query, query), { target, parameters });
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return result.project.files;
}
