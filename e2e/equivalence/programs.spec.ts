/** Every function and form, as PySpark, Scala and Java write it: compiled, run, and compared with DuckDB. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExportTarget, ExportedFile } from '../../engine/export/project.ts';
import { javaProject } from '../../engine/export/java-spark/project.ts';
import { pysparkProject } from '../../engine/export/pyspark/project.ts';
import { scalaProject } from '../../engine/export/scala-spark/project.ts';
import { loadExpressionParser } from '../../engine/expression/parser.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { openNative } from '../../engine/testing/native.ts';
import { differenceOf, nativeRows, sortRows } from '../../nodes/testing/typed-rows.ts';
import { dataQuery } from './data.ts';
import type { Translated } from './expressions.ts';
import { sparkRows, translate } from './expressions.ts';
import { formsOf } from './forms.ts';
import { CASES } from './function-cases.ts';
import type { Jvm } from './jvm.ts';
import { openJvm, opensOf } from './jvm.ts';
import type { ExpressionProgram } from './programs.ts';
import { duckdbQuery, inPrograms, sparkProgram } from './programs.ts';
import { record } from './record.ts';
import { openSpark } from './spark.ts';

const FAMILIES = Object.keys(CASES);

let native: NativeDuckDB;
let folder: string;
let file: string;
const programs = new Map<string, readonly ExpressionProgram[]>();

beforeAll(async () => {
  await loadExpressionParser();
  native = await openNative();
  folder = await mkdtemp(join(tmpdir(), 'sluice-programs-'));
  file = join(folder, 'data.parquet');
  await native.execute(`COPY (${dataQuery()}) TO '${file}' (FORMAT parquet)`);
  await native.execute(`CREATE TABLE data AS FROM '${file}'`);
  const described = await native.describe('FROM data');
  if (!described.ok) throw new Error(described.message);
  for (const [family, { place = 'row', same = [] }] of Object.entries(CASES)) {
    const cases: Translated[] = [];
    for (const text of same) {
      const found = await translate({ native, schema: described.columns }, text, place);
      if (!('duckdb' in found)) throw new Error(`${text} is not translated`);
      cases.push(found);
    }
    programs.set(family, inPrograms(family, place, cases));
  }
});

afterAll(async () => {
  native.close();
  await rm(folder, { recursive: true, force: true });
});

const outOf = (language: string, program: ExpressionProgram): string =>
  join(folder, `${language} ${program.name}`);

const written = (
  language: string,
  family: string,
  project: (program: ReturnType<typeof sparkProgram>) => ExportedFile[],
): readonly { readonly program: ExpressionProgram; readonly files: ExportedFile[] }[] =>
  (programs.get(family) ?? []).map((program) => ({
    program,
    files: project(sparkProgram(program, file, outOf(language, program))),
  }));

/** Called after all programs of a family gave what DuckDB has. */
function recordSame(target: ExportTarget, family: string): void {
  for (const text of CASES[family]?.same ?? []) {
    for (const name of formsOf(text)) {
      record({ target, kind: 'function', name, of: text, outcome: 'same' });
    }
  }
}

async function difference(language: string, program: ExpressionProgram): Promise<string> {
  const got = sortRows(await sparkRows(native, outOf(language, program)));
  const wanted = sortRows(await nativeRows(native, duckdbQuery(program)));
  return differenceOf(got, wanted) ?? '';
}

describe('PySpark', () => {
  let spark: Awaited<ReturnType<typeof openSpark>>;
  beforeAll(async () => {
    spark = await openSpark();
  });
  afterAll(() => spark.close());

  test.each(FAMILIES)('%s', async (family) => {
    for (const { program, files } of written('pyspark', family, pysparkProject)) {
      const script = join(folder, 'pipeline.py');
      await writeFile(script, files[0]?.text ?? '');
      const answer = await spark.ask({ script, folder });
      expect(answer.ok ? '' : answer.error, program.name).toBe('');
      expect(await difference('pyspark', program), program.name).toBe('');
    }
    recordSame('pyspark', family);
  });
});

describe.each([
  ['scala', scalaProject],
  ['java', javaProject],
] as const)('%s', (language, project) => {
  let jvm: Jvm;
  let classes: string;
  const mains = new Map<ExpressionProgram, string>();

  beforeAll(async () => {
    const sources = new Map<string, string>();
    let pom = '';
    for (const family of FAMILIES) {
      for (const { program, files } of written(language, family, project)) {
        const [source] = files;
        if (source === undefined) continue;
        sources.set(source.path, source.text);
        mains.set(program, source.path.replace(/^.*\/|\.\w+$/g, ''));
        pom = files.find(({ path }) => path === 'pom.xml')?.text ?? '';
      }
    }
    jvm = await openJvm(folder, opensOf(pom));
    classes = await jvm.compile(language, sources);
  });
  afterAll(() => jvm.close());

  test.each(FAMILIES)('%s', async (family) => {
    for (const program of programs.get(family) ?? []) {
      await jvm.run(classes, mains.get(program) ?? '');
      expect(await difference(language, program), program.name).toBe('');
    }
    recordSame(`${language}-spark`, family);
  });
});
