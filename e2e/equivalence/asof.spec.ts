/** As-of joins, which no step makes yet: the relation as programs for Spark, run and compared with DuckDB. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ex } from '../../engine/contract/expression.ts';
import { rel } from '../../engine/contract/rel.ts';
import type { AsofJoin, Relation, StageOutput } from '../../engine/contract/relation.ts';
import { javaProject } from '../../engine/export/java-spark/project.ts';
import type { ExportedFile } from '../../engine/export/project.ts';
import { pysparkProject } from '../../engine/export/pyspark/project.ts';
import { scalaProject } from '../../engine/export/scala-spark/project.ts';
import { asofFrame } from '../../engine/spark/relations/asof.ts';
import type { SparkNote, SparkProgram } from '../../engine/spark/frame.ts';
import { columnsOf, sqlOf, table } from '../../engine/sql/testing/emit-case.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { openNative } from '../../engine/testing/native.ts';
import { differenceOf, nativeRows, sortRows } from '../../nodes/testing/typed-rows.ts';
import { sparkRows } from './expressions.ts';
import { openJvm, opensOf } from './jvm.ts';
import { frameProgram } from './programs.ts';
import { openSpark } from './spark.ts';

/** Keys and moments with nulls, left ones several times; of right rows no two are alike. */
const TRADES = `SELECT i AS id, CASE WHEN i % 11 = 0 THEN NULL ELSE 'k' || i % 3 END AS k,
    CASE WHEN i % 7 = 0 THEN NULL ELSE (i * 37) % 50 END AS n,
    CASE i % 9 WHEN 0 THEN 'NaN'::DOUBLE WHEN 1 THEN -0.0::DOUBLE ELSE ((i * 17) % 40) / 4 END AS d,
    TIMESTAMP '2024-02-28 23:00:00' + to_minutes((i * 13) % 300) AS "at time"
  FROM (SELECT unnest(range(60)) AS i)`;
const QUOTES = `SELECT CASE WHEN i % 13 = 0 THEN NULL ELSE 'k' || i % 4 END AS "Key",
    i::SMALLINT AS n,
    CASE i WHEN 3 THEN 'NaN'::DOUBLE WHEN 4 THEN 0.0::DOUBLE ELSE i / 2 + 1 END AS d,
    CASE WHEN i % 5 = 0 THEN NULL ELSE TIMESTAMP '2024-02-28 22:30:00' + to_minutes(i * 11) END AS t,
    CASE WHEN i % 4 = 0 THEN NULL ELSE 'quote ' || i END AS "q.1"
  FROM (SELECT unnest(range(30)) AS i)`;

let native: NativeDuckDB;
let folder: string;
let trades: StageOutput;
let quotes: StageOutput;

const fileOf = (name: string): string => join(folder, `${name}.parquet`);

beforeAll(async () => {
  native = await openNative();
  folder = await mkdtemp(join(tmpdir(), 'sluice-asof-'));
  trades = await place('trades', TRADES);
  quotes = await place('quotes', QUOTES);
});

afterAll(async () => {
  native.close();
  await rm(folder, { recursive: true, force: true });
});

async function place(name: string, query: string): Promise<StageOutput> {
  await native.execute(`CREATE TABLE ${name} AS ${query}`);
  await native.execute(`COPY ${name} TO '${fileOf(name)}' (FORMAT parquet)`);
  const described = await native.describe(`FROM ${name}`);
  if (!described.ok) throw new Error(described.message);
  return table(name, described.columns);
}

const NEAREST: Readonly<Record<string, readonly [left: string, right: string]>> = {
  'whole numbers of two types': ['n', 'n'],
  'doubles with NaN and both zeros': ['d', 'd'],
  times: ['at time', 't'],
};

const CASES = Object.keys(NEAREST).flatMap((nearest) =>
  (['backward', 'forward'] as const).flatMap((direction) =>
    (['inner', 'left'] as const).flatMap((type) =>
      [true, false].map((keyed) => ({
        name: `${nearest} ${direction} ${type} ${keyed ? 'by key' : 'of all'}`,
        nearest,
        direction,
        type,
        keyed,
      })),
    ),
  ),
);

type Case = (typeof CASES)[number];

function joinOf({ nearest, direction, type, keyed }: Case): AsofJoin {
  const [left = '', right = ''] = NEAREST[nearest] ?? [];
  return rel.asofJoin({
    left: trades,
    right: quotes,
    type,
    on: keyed ? [{ left: ex.column('k'), right: ex.column('Key') }] : [],
    nearest: { left: ex.column(left), right: ex.column(right), direction },
    columns: [
      { name: 'id', side: 'left', column: 'id' },
      { name: 'moment', side: 'left', column: left },
      { name: 'found', side: 'right', column: right },
      { name: 'q.1', side: 'right', column: 'q.1' },
    ],
  });
}

async function programOf(each: Case, language: string): Promise<SparkProgram> {
  const notes: SparkNote[] = [];
  const frame = await asofFrame(joinOf(each), {
    describe: (sql) => native.describe(sql),
    schemaOf: (relation) => (relation.kind === 'stage-output' ? relation.schema : undefined),
    describeSource: () => {
      throw new Error('nothing is scanned');
    },
    note: (note) => notes.push(note),
    frame: (relation: Relation) =>
      Promise.resolve({
        kind: 'read',
        source: {
          format: 'parquet',
          paths: [fileOf(relation === trades ? 'trades' : 'quotes')],
          columns: [],
        },
      }),
  });
  // That the moments of a key are all different is in the data alone.
  expect(notes).toMatchObject([{ severity: 'info' }]);
  return frameProgram(each.name, frame, outOf(each, language));
}

const outOf = ({ name }: Case, language: string): string => join(folder, `${language} ${name}`);

async function check(each: Case, language: string): Promise<void> {
  const relation = joinOf(each);
  const columns = columnsOf(relation).map((name) => `"${name}"`);
  const wanted = await nativeRows(native, `SELECT ${columns.join(', ')} FROM (${sqlOf(relation)})`);
  expect(wanted.cells.length).toBeGreaterThan(10);
  const got = await sparkRows(native, outOf(each, language));
  expect(differenceOf(sortRows(got), sortRows(wanted)) ?? '').toBe('');
}

describe('PySpark', () => {
  let spark: Awaited<ReturnType<typeof openSpark>>;
  beforeAll(async () => {
    spark = await openSpark();
  });
  afterAll(() => spark.close());

  test.each(CASES)('$name', async (each) => {
    const script = join(folder, 'pipeline.py');
    const [program] = pysparkProject(await programOf(each, 'pyspark'));
    await writeFile(script, program?.text ?? '');
    expect(await spark.ask({ script, folder })).toMatchObject({ ok: true });
    await check(each, 'pyspark');
  });
});

describe.each([
  ['scala', scalaProject],
  ['java', javaProject],
] as const)('%s', (language, project) => {
  const mains = new Map<Case, string>();
  let classes: string;
  let jvm: Awaited<ReturnType<typeof openJvm>>;

  beforeAll(async () => {
    const sources = new Map<string, string>();
    let pom: ExportedFile | undefined;
    for (const each of CASES) {
      const files = project(await programOf(each, language));
      const [source] = files;
      if (source === undefined) throw new Error('a project without a program');
      sources.set(source.path, source.text);
      mains.set(each, source.path.replace(/^.*\/|\.\w+$/g, ''));
      pom = files.find(({ path }) => path === 'pom.xml');
    }
    jvm = await openJvm(folder, opensOf(pom?.text ?? ''));
    classes = await jvm.compile(language, sources);
  });
  afterAll(() => jvm.close());

  test.each(CASES)('$name', async (each) => {
    await jvm.run(classes, mains.get(each) ?? '');
    await check(each, language);
  });
});
