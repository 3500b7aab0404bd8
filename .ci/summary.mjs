// The closing line of a CI run, from Vitest's JSON reports: `N passed, N failed[, N skipped]`.
import { existsSync, readFileSync } from 'node:fs';

const reports = ['.cache/vitest.json', '.cache/equivalence.json'];
const missing = reports.filter((report) => !existsSync(report));
if (missing.length > 0) {
  console.log(`0 passed, 0 failed (no ${missing.join(' and ')}: those tests did not run)`);
  process.exit(1);
}
const testResults = reports.flatMap(
  (report) => JSON.parse(readFileSync(report, 'utf8')).testResults,
);
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
