// Writes docs/accessibility.md from what e2e/studio-access.spec.ts found with axe (e2e/out/axe/*.json).
// Usage: npm run axe-report   (runs that spec first)
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const FOLDER = 'e2e/out/axe';
const REPORT = 'docs/accessibility.md';

/** By colour scheme: `{ axe, screens: [{ screen, passed, findings: [{ rule, impact, elements }] }] }`. */
const runs = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => [name.slice(0, -5), JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8'))]);

const count = (findings, impacts) =>
  findings
    .filter(({ impact }) => impacts.includes(impact))
    .reduce((sum, { elements }) => sum + elements, 0);

const rows = runs.flatMap(([scheme, { screens }]) =>
  screens.map(({ screen, passed, findings }) => {
    const [serious, other] = [
      count(findings, ['serious', 'critical']),
      count(findings, ['minor', 'moderate']),
    ];
    const rules = [...new Set(findings.map(({ rule }) => `\`${rule}\``))].join(', ');
    return `| ${screen} | ${scheme} | ${passed} | ${serious} | ${other} | ${rules} |`;
  }),
);

const text = `# Accessibility

What axe ${runs[0]?.[1].axe ?? ''} finds on the screens of the studio, in light and dark. Made by
\`npm run axe-report\`, which runs \`e2e/studio-access.spec.ts\`: the test suite fails on any serious or
critical finding. The same spec opens, extends, edits and runs a pipeline without a mouse.
\`e2e/studio-host-access.spec.ts\` goes without a mouse through the screens that only a host has, and
fails likewise: connections, files, where a pipeline runs, earlier runs, and what is asked of people.
\`npm run screenshots\` shows such a journey in pictures (\`e2e/out/first-minute/keyboard\`).

| Screen | Scheme | Rules passed | Serious or critical | Minor or moderate | Rules of the findings |
| --- | --- | --: | --: | --: | --- |
${rows.join('\n')}
`;
writeFileSync(REPORT, await format(text, { parser: 'markdown', printWidth: 100 }));
console.log(REPORT);
