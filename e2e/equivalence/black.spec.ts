/** black leaves exported Python as it is: the examples' programs, and statements of all shapes and lengths. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureSpark } from '../../.ci/ensure-spark.mjs';
import { layOutPython } from '../../engine/export/code/python-layout/lay-out.ts';

const GOLDEN = fileURLToPath(new URL('../../engine/export/golden/', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-black-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What black would change; nothing where it agrees. */
async function changes(...paths: readonly string[]): Promise<string> {
  const args = ['-m', 'black', '--diff', '--quiet', ...paths];
  const { stdout } = await promisify(execFile)(ensureSpark(), args, { maxBuffer: 1 << 26 });
  return stdout;
}

test.each(['pyspark', 'python-duckdb'])('the examples in %s', async (target) => {
  const files = await readdir(join(GOLDEN, target), { recursive: true });
  const programs = files.filter((file) => file.endsWith('.py'));
  expect(programs.length).toBeGreaterThan(0);
  expect(await changes(...programs.map((file) => join(GOLDEN, target, file)))).toBe('');
});

const name = fc.constantFrom(
  'n',
  'mean_delay',
  'quantity_of_things_sold',
  'größe',
  '名前の列',
  "it's",
);
const text = name.map((each) => `"${each}"`);
const column = text.map((each) => `F.col(${each})`);
const listed = (items: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> =>
  fc.array(items, { minLength: 1, maxLength }).map((all) => all.join(', '));

const { expression } = fc.letrec<{ expression: string; condition: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(column, text, fc.nat(99).map(String), fc.constant('min_delay')),
    listed(tie('expression'), 4).map((args) => `F.concat(${args})`),
    fc.tuple(tie('condition'), text).map(([each, as]) => `(${each}).alias(${as})`),
    fc
      .tuple(tie('condition'), tie('expression'), tie('expression'))
      .map(([when, then, other]) => `F.when(${when}, ${then}).otherwise(${other})`),
    tie('condition').map((each) => `~(${each})`),
    tie('expression').map((each) => `F.transform(${each}, lambda x, i: x + i)`),
    fc
      .tuple(tie('expression'), column)
      .map(
        ([part, by]) =>
          `F.row_number().over(Window.partitionBy(${part}).orderBy(${by}.desc_nulls_last()).rowsBetween(-1, 0))`,
      ),
    fc.tuple(column, listed(text, 6)).map(([of, list]) => `${of}.isin(${list})`),
  ),
  condition: fc
    .tuple(
      fc.constantFrom(' & ', ' | ', ' + '),
      fc.array(tie('expression'), { minLength: 2, maxLength: 4 }),
    )
    .map(([operator, all]) => all.map((each) => `(${each} == 1)`).join(operator)),
}));

const step = fc.oneof(
  expression.map((each) => `.filter(${each})`),
  listed(expression, 6).map((all) => `.select(${all})`),
  fc.tuple(column, expression).map(([key, all]) => `.groupBy(${key}).agg(${all})`),
  fc.tuple(text, expression).map(([as, of]) => `.withColumn(${as}, ${of})`),
  listed(text, 4).map((all) => `.parquet([${all}])`),
  // Literals beside each other are one, which our programs cut where it is too long.
  fc.array(text, { minLength: 1, maxLength: 6 }).map((pieces) => `.schema(${pieces.join(' ')})`),
  fc.constantFrom('.distinct()', '.limit(10)', '.option("header", True)'),
);

const statement = fc
  .tuple(
    fc.constantFrom('x = ', 'airports_of_departure = ', 'return ', ''),
    fc.constantFrom('flights', 'spark.read', 'a_rather_long_name_of_a_step'),
    fc.array(step, { minLength: 1, maxLength: 5 }),
  )
  .map(([prefix, head, steps]) => prefix + head + steps.join(''));

test('statements of all shapes and lengths', async () => {
  const file = join(folder, 'statements.py');
  await fc.assert(
    fc.asyncProperty(
      fc.array(statement, { minLength: 100, maxLength: 100 }),
      async (statements) => {
        const lines = statements.map((each) => layOutPython(each, 1));
        await writeFile(file, `def f():\n${lines.join('\n\n')}\n`);
        expect(await changes(file)).toBe('');
      },
    ),
    { numRuns: 4, endOnFailure: true },
  );
});
