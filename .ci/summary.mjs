// The closing line of a CI run, from Vitest's JSON report: `N passed, N failed[, N skipped]`.
import { existsSync, readFileSync } from 'node:fs';

const report = '.cache/vitest.json';
if (!existsSync(report)) {
  console.log('0 passed, 0 failed (no test report: the tests did not run)');
  process.exit(1);
}
const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
const count = (...statuses) =>
  testResults
    .flatMap((file) => file.assertionResults)
    .filter((test) => statuses.includes(test.status)).length;
// A file that fails to load has no tests to count, but it is a failure.
const broken = testResults.filter(
  (file) => file.status === 'failed' && file.assertionResults.every((t) => t.status !== 'failed'),
).length;

const skipped = count('skipped', 'pending', 'todo', 'disabled');
console.log(
  `${count('passed')} passed, ${count('failed') + broken} failed` +
    (skipped === 0 ? '' : `, ${skipped} skipped`),
);
