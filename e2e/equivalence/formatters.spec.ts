/**
 * google-java-format and scalafmt leave exported Java and Scala as they are: the examples' programs, and
 * statements of all shapes and lengths. They come from Maven's registry: only with SLUICE_MAVEN=1.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simple } from '../../engine/spark/types.ts';
import type { SparkExpression } from '../../engine/spark/expression.ts';
import { sx } from '../../engine/spark/expression.ts';
import type { Frame, SparkProgram } from '../../engine/spark/frame.ts';
import { javaProject } from '../../engine/export/java-spark/project.ts';
import { scalaProject } from '../../engine/export/scala-spark/project.ts';
import type { NodeId } from '../../engine/contract/ids.ts';

const wanted = process.env['SLUICE_MAVEN'] === '1';
const GOLDEN = fileURLToPath(new URL('../../engine/export/golden/', import.meta.url));
const FORMATTERS = fileURLToPath(new URL('formatters/', import.meta.url));
const JARS = fileURLToPath(new URL('../../.cache/formatters', import.meta.url));

const OPENED = ['api', 'code', 'file', 'parser', 'tree', 'util'].map(
  (name) => `--add-exports=jdk.compiler/com.sun.tools.javac.${name}=ALL-UNNAMED`,
);

let folder: string;
beforeAll(async () => {
  if (!wanted) return;
  folder = await mkdtemp(join(tmpdir(), 'sluice-formatters-'));
  await promisify(execFile)(
    'mvn',
    ['-q', 'dependency:copy-dependencies', `-DoutputDirectory=${JARS}`],
    { cwd: FORMATTERS },
  );
});
afterAll(async () => {
  if (wanted) await rm(folder, { recursive: true, force: true });
});

/** Formats all files of a folder in place. */
const FORMAT = {
  java: async (files: readonly string[]): Promise<void> => {
    const main = 'com.google.googlejavaformat.java.Main';
    const args = [...OPENED, '-cp', `${JARS}/*`, main, '--replace', ...files];
    await promisify(execFile)('java', args, { maxBuffer: 1 << 26 });
  },
  scala: async (files: readonly string[]): Promise<void> => {
    const config = join(FORMATTERS, 'scalafmt.conf');
    const args = ['-cp', `${JARS}/*`, 'org.scalafmt.cli.Cli', '--config', config, ...files];
    await promisify(execFile)('java', args, { maxBuffer: 1 << 26 });
  },
} as const;
const PROJECTS = { java: javaProject, scala: scalaProject } as const;

/** What the formatter makes of programs, beside them as they were. */
async function formatted(
  language: keyof typeof FORMAT,
  programs: readonly string[],
): Promise<readonly string[]> {
  const scratch = await mkdtemp(join(folder, `${language}-`));
  const files: string[] = [];
  for (const [i, text] of programs.entries()) {
    const file = join(scratch, `${i}`, `Program.${language}`);
    await mkdir(join(scratch, `${i}`));
    await writeFile(file, text);
    files.push(file);
  }
  await FORMAT[language](files);
  return Promise.all(files.map((file) => readFile(file, 'utf8')));
}

const name = fc.constantFrom('n', 'mean_delay', 'quantity_of_things_sold', 'größe', 'two words');
const column = name.map((each): SparkExpression => sx.column(each));
const BOOLEAN = simple('BOOLEAN');

const { value, condition } = fc.letrec<{ value: SparkExpression; condition: SparkExpression }>(
  (tie) => ({
    value: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.oneof(column, fc.nat(99).map(sx.int), name.map(sx.text)),
      fc.tuple(tie('value'), tie('value')).map(([a, b]) => sx.plus(a, b)),
      fc.tuple(tie('value'), tie('value')).map(([a, b]) => sx.times(a, b)),
      fc
        .array(tie('value'), { minLength: 1, maxLength: 4 })
        .map((all) => sx.call('coalesce', ...all)),
      fc.tuple(tie('value'), tie('value')).map((all) => sx.call('pow', ...all)),
      tie('value').map((each) => sx.call('upper', each)),
      tie('value').map((each) => sx.helper('round_whole', each)),
      tie('value').map((each) => sx.cast(each, BOOLEAN)),
      fc
        .tuple(tie('condition'), tie('value'), tie('value'))
        .map(([when, then, other]) => sx.when(when, then, other)),
      fc
        .tuple(tie('condition'), tie('value'), tie('condition'), tie('value'))
        .map(([a, b, c, d]): SparkExpression => ({
          kind: 'case',
          branches: [
            { when: a, then: b },
            { when: c, then: d },
          ],
        })),
      tie('value').map((body) =>
        sx.call('transform', sx.column('list'), { kind: 'lambda', params: ['item'], body }),
      ),
      fc.tuple(column, tie('value')).map(([part, by]): SparkExpression => ({
        kind: 'window',
        call: sx.call('row_number'),
        partitionBy: [part],
        orderBy: [{ expression: by, direction: 'desc', nulls: 'last' }],
        frame: { unit: 'rows', start: -1, end: 'current-row' },
      })),
    ),
    condition: fc.oneof(
      fc.tuple(tie('value'), tie('value')).map(([a, b]) => sx.less(a, b)),
      fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => sx.and(a, b)),
      fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => sx.or(a, b)),
      tie('condition').map(sx.not),
      tie('value').map(sx.isNull),
      fc
        .array(name.map(sx.text), { minLength: 1, maxLength: 6 })
        .map((list): SparkExpression => ({ kind: 'in', operand: sx.column('n'), list })),
    ),
  }),
);

const named = fc.tuple(name, value).map(([as, expression]) => ({ name: as, expression }));
const several = fc.array(named, { minLength: 1, maxLength: 4 });
const over = fc.oneof(
  condition.map((each) => (input: Frame): Frame => ({ kind: 'filter', input, condition: each })),
  several.map((columns) => (input: Frame): Frame => ({ kind: 'select', input, columns })),
  several.map((columns) => (input: Frame): Frame => ({ kind: 'with-columns', input, columns })),
  fc.tuple(several, several).map(([keys, aggregates]) => (input: Frame): Frame => ({
    kind: 'aggregate',
    input,
    keys,
    aggregates,
  })),
  fc.constant((input: Frame): Frame => ({ kind: 'limit', input, rows: 10, offset: 0 })),
);

const frame = fc
  .tuple(
    fc.constantFrom('rows', 'flights', 'a_rather_long_name_of_a_step'),
    fc.array(over, { maxLength: 4 }),
  )
  .map(([step, all]) => all.reduce<Frame>((so, next) => next(so), { kind: 'step', name: step }));

const program = (steps: readonly Frame[]): SparkProgram => ({
  name: 'All shapes',
  fixed: [],
  paths: new Map(),
  notes: [],
  parameters: [],
  steps: steps.map((each, i) => ({ name: `step_${i}`, node: 'node' as NodeId, frame: each })),
  writes: [],
});

describe.runIf(wanted).each(['java', 'scala'] as const)('%s', (language) => {
  test('the examples', async () => {
    const root = join(GOLDEN, `${language}-spark`);
    const files = await readdir(root, { recursive: true });
    const sources = files.filter((file) => file.endsWith(`.${language}`));
    expect(sources.length).toBeGreaterThan(0);
    const texts = await Promise.all(sources.map((file) => readFile(join(root, file), 'utf8')));
    expect(await formatted(language, texts)).toEqual(texts);
  });

  test('statements of all shapes and lengths', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 60, maxLength: 60 }), async (frames) => {
        const text = PROJECTS[language](program(frames))[0]?.text ?? '';
        expect(await formatted(language, [text])).toEqual([text]);
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });
});
