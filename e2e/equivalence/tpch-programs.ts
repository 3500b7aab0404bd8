/** The TPC-H pipelines as exported programs. */
import { readFileSync } from 'node:fs';
import { parseDocument } from '../../engine/document/parse.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type { ExportTarget, ExportedFile } from '../../engine/export/project.ts';
import type { Engine } from '../../engine/run/engine-api.ts';
import { pipelineFile, tpchData } from '../tpch/reference.ts';

export const TPCH_DATA = tpchData('0.01');

/** The pipeline, which writes to a folder of the query's name. */
function documentOf(query: string): PipelineDocument {
  const parsed = parseDocument(readFileSync(pipelineFile(query), 'utf8'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  const { nodes } = parsed.document;
  const out = { ...nodes['out'], params: { path: query, format: 'parquet' } };
  return { ...parsed.document, nodes: { ...nodes, out } as PipelineDocument['nodes'] };
}

export async function tpchFiles(
  engine: Engine,
  query: string,
  target: ExportTarget,
  data = TPCH_DATA,
): Promise<readonly ExportedFile[]> {
  const parameters = { data };
  const result = await engine.export(documentOf(query), { target, parameters });
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return result.project.files;
}
