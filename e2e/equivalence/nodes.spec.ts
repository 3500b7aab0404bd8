/** Every node, by its conformance cases, as exported programs on Spark against DuckDB. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConformanceCase } from '../../nodes/testing/case.ts';
import type { Jvm, JvmLanguage } from './jvm.ts';
import { openJvm, opensOf } from './jvm.ts';
import { expectedLikeness, expectedOutcome } from './node-outcomes.ts';
import { casesOf, TYPES } from './node-cases-of.ts';
import type { NodeBench, NodeOutcome, NodeProgram } from './nodes.ts';
import { openNodeBench } from './nodes.ts';
import { record } from './record.ts';
import { openSpark } from './spark.ts';

let bench: NodeBench;

beforeAll(async () => {
  bench = await openNodeBench();
});

afterAll(async () => {
  await bench.close();
});

type SparkTarget = 'pyspark' | `${JvmLanguage}-spark`;

/** @returns why the run failed */
type Run = (program: NodeProgram) => Promise<string | undefined>;

async function check(
  type: string,
  each: ConformanceCase,
  programs: Awaited<ReturnType<NodeBench['programs']>>,
  language: SparkTarget,
  run: Run,
): Promise<void> {
  const outcomes: Record<string, NodeOutcome> = {};
  for (const program of programs) {
    if ('refused' in program) {
      for (const target of program.targets) {
        outcomes[target] = { kind: 'refused', reason: program.refused };
      }
      continue;
    }
    const error = await run(program);
    const likeness = (target: string) => expectedLikeness(type, each.name, target);
    const found = error === undefined ? await bench.outcomes(program, likeness) : {};
    for (const target of program.targets) {
      outcomes[target] = found[target] ?? { kind: 'wrong', difference: error ?? '' };
    }
  }
  for (const target of each.targets) {
    const outcome = outcomes[target];
    const expected = expectedOutcome(type, each.name, target);
    expect(outcome, `${target}: ${JSON.stringify(outcome)}`).toMatchObject(expected);
    if (outcome === undefined || outcome.kind === 'wrong') continue;
    const { kind, ...why } = outcome;
    const of = `${each.name} ${target}`;
    record({ target: language, kind: 'node', name: type, of, outcome: kind, ...why });
  }
}

describe('PySpark', () => {
  let spark: Awaited<ReturnType<typeof openSpark>>;
  let scripts: string;

  beforeAll(async () => {
    scripts = await mkdtemp(join(tmpdir(), 'sluice-scripts-'));
    spark = await openSpark();
  });
  afterAll(async () => {
    await spark.close();
    await rm(scripts, { recursive: true });
  });

  const run: Run = async ({ files }) => {
    const script = join(scripts, 'pipeline.py');
    await writeFile(script, files.find(({ path }) => path === 'pipeline.py')?.text ?? '');
    const answer = await spark.ask({ script, folder: bench.folder });
    return answer.ok ? undefined : answer.error;
  };

  describe.each(TYPES)('%s', (type) => {
    test.each(casesOf(type))('$name', async (each) => {
      await check(type, each, await bench.programs(each, 'pyspark'), 'pyspark', run);
    });
  });
});

describe.each(['scala', 'java'] as const)('%s', (language) => {
  const target = `${language}-spark` as const;
  const programs = new Map<ConformanceCase, Awaited<ReturnType<NodeBench['programs']>>>();
  let jvm: Jvm;
  let classes: string;
  // No rows take as long as many, and what they could go wrong in is shared with Python.
  const cases = TYPES.flatMap((type) =>
    casesOf(type)
      .filter(({ name }) => !name.includes('empty)') && !name.includes('(empty'))
      .map((each) => ({ type, name: `${type}: ${each.name}`, each })),
  );

  const sourceOf = ({ files }: NodeProgram) =>
    files.find(({ path }) => /\.(?:scala|java)$/.test(path)) ?? { path: '', text: '' };

  beforeAll(async () => {
    const sources = new Map<string, string>();
    let opens: readonly string[] = [];
    for (const { each } of cases) {
      const found = await bench.programs(each, target);
      programs.set(each, found);
      for (const program of found) {
        if ('refused' in program) continue;
        const { path, text } = sourceOf(program);
        sources.set(path, text);
        opens = opensOf(program.files.find((file) => file.path === 'pom.xml')?.text ?? '');
      }
    }
    jvm = await openJvm(bench.folder, opens);
    classes = await jvm.compile(language, sources);
  });
  afterAll(() => jvm.close());

  const run: Run = async (program) => {
    const main = sourceOf(program).path.replace(/^.*\/|\.\w+$/g, '');
    try {
      await jvm.run(classes, main);
      return undefined;
    } catch (thrown) {
      return String(thrown);
    }
  };

  test.each(cases)('$name', async ({ type, each }) => {
    await check(type, each, programs.get(each) ?? [], target, run);
  });
});
