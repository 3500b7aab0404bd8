// Installs what exported code is run with: Spark and DuckDB for Python, in a folder of the project.
// Does nothing on the second run. Prints the Python to use.
// Usage: node .ci/ensure-spark.mjs
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The versions that exports name in their requirements, and the formatter that they are held to. */
export const PACKAGES = ['pyspark==4.2.0', 'py4j==0.10.9.9', 'duckdb==1.4.3', 'black==25.1.0'];

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FOLDER = resolve(ROOT, '.cache/spark-4.2.0');

export const sparkPython = () => `${FOLDER}/bin/python`;

/** @returns the Python that has them */
export function ensureSpark() {
  if (existsSync(`${FOLDER}/complete`)) return sparkPython();
  if (spawnSync('java', ['-version'], { stdio: 'ignore' }).status !== 0) {
    throw new Error(
      'Spark needs Java 17 or newer (Debian, Ubuntu: apt-get install openjdk-17-jdk-headless).',
    );
  }
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(dirname(FOLDER), { recursive: true });
  run('python3', ['-m', 'venv', FOLDER]);
  run(sparkPython(), ['-m', 'pip', 'install', '--quiet', ...PACKAGES]);
  writeFileSync(`${FOLDER}/complete`, `${PACKAGES.join('\n')}\n`);
  return sparkPython();
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_ROOT_USER_ACTION: 'ignore' },
  });
  if (status !== 0)
    throw new Error(`${command} failed${error ? `: ${error.message}` : ` (status ${status})`}.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(ensureSpark());
