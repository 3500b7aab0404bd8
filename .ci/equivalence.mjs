// `npm run equivalence`: exported code, really run, and docs/targets.md compared with what it gave.
// Usage: node .ci/equivalence.mjs [-u] [spec...]   (-u: write docs/targets.md; spec: only these, no page)
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureSpark } from './ensure-spark.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const given = process.argv.slice(2);
const whole = given.every((argument) => argument === '-u');
ensureSpark();
// What an earlier run found says nothing of this code.
if (whole) rmSync('.cache/equivalence', { recursive: true, force: true });
const projects = ['equivalence', ...(whole ? ['targets'] : [])];
const vitest = [
  'node_modules/vitest/vitest.mjs',
  'run',
  ...projects.flatMap((project) => ['--project', project]),
  '--outputFile.json=.cache/equivalence.json',
  ...given,
];
process.exit(spawnSync(process.execPath, vitest, { stdio: 'inherit' }).status ?? 1);
