/** The examples, and awkward names, as programs for Spark: run, and what they write compared with the engine's. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExportTarget, ExportedFile } from '../../engine/export/project.ts';
import { documentOf, NAMES, SAMPLED } from './example-documents.ts';
import type { Jvm } from './jvm.ts';
import { openJvm, opensOf } from './jvm.ts';
import { outputDifferences } from './outputs.ts';
import { record } from './record.ts';
import type { RunExamples } from './run-examples.ts';
import { runExamples } from './run-examples.ts';
import { openSpark } from './spark.ts';

let examples: RunExamples;
beforeAll(async () => {
  examples = await runExamples();
});
afterAll(() => examples.close());

async function filesOf(name: string, target: ExportTarget): Promise<readonly ExportedFile[]> {
  const result = await examples.engine.export(documentOf(name), { target });
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return result.project.files;
}

async function compare(name: string, target: ExportTarget): Promise<void> {
  const { native, folder, wanted } = examples;
  expect(await outputDifferences(native, documentOf(name), folder, wanted, SAMPLED)).toEqual([]);
  const result = await examples.engine.export(documentOf(name), { target });
  const warnings = result.diagnostics.filter(({ severity }) => severity === 'warning');
  const leftOut = result.diagnostics.find(({ code }) => code === 'not-exported');
  if (name === 'odd-names') {
    const reason = leftOut?.message ?? '';
    expect(reason).not.toBe('');
    const chart = { kind: 'node', name: 'output.chart', of: 'beside a file' } as const;
    record({ target, ...chart, outcome: 'differs', reason });
  }
  const [reason] = warnings.map(({ message }) => message);
  record({
    target,
    kind: 'pipeline',
    name,
    of: name,
    ...(reason === undefined ? { outcome: 'same' } : { outcome: 'differs', reason }),
  });
}

const clean = (): void => rmSync(join(examples.folder, 'out'), { recursive: true, force: true });

describe('PySpark', () => {
  let spark: Awaited<ReturnType<typeof openSpark>>;
  beforeAll(async () => {
    clean();
    spark = await openSpark();
  });
  afterAll(() => spark.close());

  test.each(NAMES)('%s', async (name) => {
    const [program] = await filesOf(name, 'pyspark');
    const { workspace, folder } = examples;
    const script = join(workspace.folder, 'pipeline.py');
    writeFileSync(script, program?.text ?? '');
    const answer = await spark.ask({ script, folder });
    expect(answer.ok ? '' : answer.error).toBe('');
    await compare(name, 'pyspark');
  });
});

describe.each(['scala', 'java'] as const)('%s', (language) => {
  let jvm: Jvm;
  let classes: string;
  const mains = new Map<string, string>();

  beforeAll(async () => {
    clean();
    const sources = new Map<string, string>();
    let opens: readonly string[] = [];
    for (const name of NAMES) {
      const [source, pom] = await filesOf(name, `${language}-spark`);
      if (source === undefined || pom === undefined) throw new Error('a project without its files');
      sources.set(source.path, source.text);
      mains.set(name, source.path.replace(/^.*\/|\.\w+$/g, ''));
      opens = opensOf(pom.text);
    }
    jvm = await openJvm(examples.folder, opens);
    classes = await jvm.compile(language, sources);
  });
  afterAll(() => jvm.close());

  test.each(NAMES)('%s', async (name) => {
    await jvm.run(classes, mains.get(name) ?? '');
    await compare(name, `${language}-spark`);
  });
});
