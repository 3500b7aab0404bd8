import { expect, test } from 'vitest';
import { sampleFiles } from '../../.ci/vite-samples.mjs';
import { parseDocument } from '../../engine/document/parse.ts';
import { registry } from '../../nodes/registry.ts';
import { findSources } from '../session/source-files.ts';
import { SAMPLES } from './samples.ts';
import { startEnglish } from './start.en.ts';

const built = sampleFiles();

test.each(SAMPLES)('$id opens with all of its data', ({ id, files, shows }) => {
  const parsed = parseDocument(String(built.get(`${id}.sluice.json`)));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  expect(Object.keys(parsed.document.nodes)).toContain(shows);
  expect(Object.keys(parsed.document.canvas?.positions ?? {})).toEqual(
    Object.keys(parsed.document.nodes),
  );
  const given = files.map((path) => ({ path, file: new File([built.get(path) ?? ''], path) }));
  const { sources } = findSources(
    parsed.document,
    { parameters: {}, files: given, place: 'tab', found: new Map() },
    registry,
  );
  expect(sources.filter(({ problem }) => problem !== undefined)).toEqual([]);
  expect(sources.map(({ pattern }) => pattern)).toEqual(files);
  expect(startEnglish).toHaveProperty([`sample-${id}`]);
  expect(startEnglish).toHaveProperty([`sample-${id}-text`]);
});
