/** Every example as code for every target, kept in golden/: remove a folder and run with `-u` to write it anew. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Diagnostic } from '../contract/diagnostic.ts';
import { parseDocument } from '../document/parse.ts';
import type { PipelineDocument } from '../document/schema.ts';
import type { Engine } from '../run/engine-api.ts';
import { openTestEngine } from '../run/testing/open-engine.ts';
import type { ExportResult } from './project.ts';
import { EXPORT_TARGETS } from './project.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));
const GOLDEN = fileURLToPath(new URL('golden/', import.meta.url));
const NAMES = readdirSync(EXAMPLES)
  .filter((name) => name.endsWith('.sluice.json'))
  .map((name) => name.replace('.sluice.json', ''));

let engine: Engine;
beforeAll(async () => {
  engine = await openTestEngine(EXAMPLES);
});
afterAll(() => engine.close());

function load(name: string): PipelineDocument {
  const parsed = parseDocument(readFileSync(`${EXAMPLES}${name}.sluice.json`, 'utf8'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return parsed.document;
}

const line = ({ node, message, hint }: Diagnostic): string =>
  `${node ?? ''}: ${message}${hint === undefined ? '' : ` ${hint}`}\n`;

/** TypeScript's own tools would take these files for the repository's. */
const stored = (path: string): string => (path.endsWith('.ts') ? `${path}.txt` : path);

const textsOf = (result: ExportResult): ReadonlyMap<string, string> =>
  result.ok
    ? new Map(result.project.files.map(({ path, text }) => [stored(path), text]))
    : new Map([['refused.txt', result.diagnostics.map(line).join('')]]);

const filesIn = (folder: string): string[] =>
  !existsSync(folder)
    ? []
    : readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name));

describe.each(EXPORT_TARGETS)('%s', (target) => {
  test.each(NAMES)('%s', async (name) => {
    const folder = join(GOLDEN, target, name);
    const texts = textsOf(await engine.export(load(name), { target }));
    for (const [path, text] of texts) {
      await expect(text).toMatchFileSnapshot(join(folder, path));
    }
    const wanted = [...texts.keys()].map((path) => join(folder, path));
    const surplus = filesIn(folder).filter((file) => !wanted.includes(file));
    expect(surplus).toEqual([]);
  });
});

test('an unchanged pipeline gives the same bytes', async () => {
  const [first] = NAMES;
  const document = load(first ?? '');
  for (const target of EXPORT_TARGETS) {
    const again = await engine.export(structuredClone(document), { target });
    expect(again).toEqual(await engine.export(document, { target }));
  }
});
