/** The examples, and a pipeline with awkward names. */
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument } from '../../engine/document/parse.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { ODD_FILE, ODD_NAMES, oddData } from './odd-names.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));

const DOCUMENTS = new Map<string, PipelineDocument>([
  ...readdirSync(EXAMPLES)
    .filter((name) => name.endsWith('.sluice.json'))
    .map((name) => [name.replace('.sluice.json', ''), load(EXAMPLES + name)] as const),
  ['odd-names', ODD_NAMES],
]);

export const NAMES: readonly string[] = [...DOCUMENTS.keys()];

/** Of outputs with random rows: the columns that samples of both sides have alike. */
export const SAMPLED: Readonly<Record<string, readonly string[]>> = {
  'out/bird-strike-sample': ['size'],
};

function load(path: string): PipelineDocument {
  const parsed = parseDocument(readFileSync(path, 'utf8'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return parsed.document;
}

export function documentOf(name: string): PipelineDocument {
  const document = DOCUMENTS.get(name);
  if (document === undefined) throw new Error(`There is no example ${name}.`);
  return document;
}

/** What the pipeline with awkward names reads. */
export async function writeOddData(native: NativeDuckDB, folder: string): Promise<void> {
  const file = join(folder, ODD_FILE);
  mkdirSync(dirname(file));
  await native.execute(`COPY (${oddData}) TO '${file}' (FORMAT parquet)`);
}
