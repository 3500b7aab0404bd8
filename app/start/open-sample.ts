/** Opens a sample: its pipeline, its data, and the rows of the step that is worth a look. */
import { parseDocument } from '../../engine/document/parse.ts';
import type { GivenFile } from '../session/session-store.ts';
import type { Studio } from '../session/studio.ts';
import type { Sample } from './samples.ts';

/** @throws when a file cannot be fetched */
export async function openSample(studio: Studio, { id, files, shows }: Sample): Promise<void> {
  const [pipeline, ...data] = await Promise.all([
    fetchFile(`${id}.sluice.json`),
    ...files.map(fetchFile),
  ]);
  const parsed = parseDocument(await pipeline.file.text());
  if (!parsed.ok) throw new Error(parsed.diagnostics[0]?.message);
  await studio.workspace.create(parsed.document);
  studio.addFiles(data);
  studio.select([shows]);
}

async function fetchFile(path: string): Promise<GivenFile> {
  const response = await fetch(`./samples/${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${response.statusText}`);
  // The same date each time: what is computed from the file stays known.
  return { path, file: new File([await response.blob()], path, { lastModified: 0 }) };
}
