/** Exported Scala and Java: compiled with the jars that pyspark ships, run one after another in one JVM. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ensureSpark } from '../../.ci/ensure-spark.mjs';

export type JvmLanguage = 'scala' | 'java';

const RUNNER = fileURLToPath(new URL('ProgramRunner.java', import.meta.url));

/** Names are in UTF-8, whatever the machine's locale is. */
const ENVIRONMENT = { ...process.env, LC_ALL: 'C.UTF-8', SPARK_LOCAL_IP: '127.0.0.1' };

export interface Jvm {
  /** @returns the folder of the classes; rejects with what the compiler says */
  readonly compile: (
    language: JvmLanguage,
    sources: ReadonlyMap<string, string>,
  ) => Promise<string>;
  /** Rejects with what the program throws. */
  readonly run: (classes: string, main: string, args?: readonly string[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * @param folder in which the programs run: their relative paths start there
 * @param opens what the exported projects open of the JDK
 */
export async function openJvm(folder: string, opens: readonly string[]): Promise<Jvm> {
  const scratch = await mkdtemp(join(tmpdir(), 'sluice-jvm-'));
  const { jars, compiler } = await sparkJars();
  await java('javac', ['-d', scratch, RUNNER]);
  const settings = {
    'spark.master': 'local[2]',
    'spark.ui.enabled': 'false',
    'spark.sql.shuffle.partitions': '3',
    'spark.driver.bindAddress': '127.0.0.1',
    'spark.driver.host': '127.0.0.1',
    'spark.sql.warehouse.dir': join(scratch, 'warehouse'),
  };
  const options = Object.entries(settings).map(([name, value]) => `-D${name}=${value}`);
  const command = ['-Xmx2g', ...opens, ...options, '-cp', `${scratch}:${jars}/*`, 'ProgramRunner'];
  const child = spawn('java', command, {
    cwd: folder,
    env: ENVIRONMENT,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const waiting: ((answer: string) => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(line));
  child.once('exit', (code) => {
    for (const answer of waiting.splice(0)) answer(`error The%20JVM%20ended:%20${code}`);
  });
  let compiled = 0;
  return {
    compile: async (language, sources) => {
      compiled += 1;
      const from = join(scratch, `${language}-${compiled}`);
      const classes = `${from}-classes`;
      await mkdir(classes);
      const files: string[] = [];
      for (const [path, text] of sources) {
        const file = join(from, path);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, text);
        files.push(file);
      }
      const shared = ['-classpath', `${jars}/*`, '-encoding', 'UTF-8', '-d', classes];
      await (language === 'java'
        ? java('javac', [...shared, '--release', '17', ...files])
        : java('java', ['-cp', compiler, 'scala.tools.nsc.Main', ...shared, ...files]));
      return classes;
    },
    run: async (classes, main, args = []) => {
      const answer = await new Promise<string>((resolve) => {
        waiting.push(resolve);
        child.stdin.write(`${[classes, main, ...args].map(encodeURIComponent).join(' ')}\n`);
      });
      if (answer === 'ok') return;
      throw new Error(decodeURIComponent(answer.replace('error ', '').replaceAll('+', ' ')));
    },
    close: async () => {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
      await rm(scratch, { recursive: true, force: true });
    },
  };

  async function java(program: string, args: readonly string[]): Promise<void> {
    try {
      await promisify(execFile)(program, args, { env: ENVIRONMENT, maxBuffer: 1 << 26 });
    } catch (thrown) {
      const { stdout, stderr } = thrown as { readonly stdout: string; readonly stderr: string };
      throw new Error(`${program} failed:\n${(stdout + stderr).slice(0, 8000)}`, {
        cause: thrown,
      });
    }
  }
}

/** Where Spark's jars are, and those that make up the Scala compiler. */
async function sparkJars(): Promise<{ readonly jars: string; readonly compiler: string }> {
  const python = ensureSpark();
  const code = 'import pyspark, os; print(os.path.dirname(pyspark.__file__))';
  const { stdout } = await promisify(execFile)(python, ['-c', code]);
  const jars = join(stdout.trim(), 'jars');
  return { jars, compiler: `${jars}/*` };
}

/** What the project's own pom.xml opens, so that it is this list that is tried. */
export const opensOf = (pom: string): string[] =>
  [...pom.matchAll(/--add-opens=\S+/g)].map(([option]) => option);
