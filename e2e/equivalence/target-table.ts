/** docs/targets.md: of everything that was tried, what each target made of it. */
import { FUNCTIONS } from '../../engine/expression/functions/catalogue.ts';
import { registry } from '../../nodes/registry.ts';
import type { Recorded, RecordedTarget } from './record.ts';

const TITLES: Readonly<Record<RecordedTarget, string>> = {
  sql: 'SQL',
  'python-duckdb': 'Python',
  typescript: 'TypeScript',
  'spark-sql': 'Spark SQL',
  pyspark: 'PySpark',
  'scala-spark': 'Scala',
  'java-spark': 'Java',
  cluster: 'Cluster',
};
const TARGETS = Object.keys(TITLES) as RecordedTarget[];

const OUTCOMES = ['same', 'differs', 'refused'] as const;

/** @returns the whole file, not yet laid out */
export function targetTable(outcomes: readonly Recorded[]): string {
  const of = (kind: Recorded['kind']): Recorded[] => outcomes.filter((each) => each.kind === kind);
  const functions = of('function');
  const forms = new Set(functions.map(({ name }) => name).filter((name) => !FUNCTIONS.has(name)));
  const families = new Set([...FUNCTIONS.values()].map(({ family }) => family));
  return [
    INTRODUCTION,
    '## In numbers',
    totals(outcomes),
    '## Steps',
    section(of('node'), registry.types()),
    '## Operators and other forms',
    section(functions, [...forms].sort()),
    ...[...families].flatMap((family) => [
      `## Functions: ${family}`,
      section(
        functions,
        [...FUNCTIONS.values()].filter((each) => each.family === family).map(({ name }) => name),
      ),
    ]),
    '## Pipelines',
    section(of('pipeline'), [...new Set(of('pipeline').map(({ name }) => name))].sort()),
  ].join('\n\n');
}

const INTRODUCTION = `# What each target of export can do

Made by \`npm run equivalence\`, which runs exported code: SQL and Python in native DuckDB, TypeScript in
Node, PySpark, Scala and Java on Spark, and what is pushed on a cluster. It compares all rows and types with what Sluice itself gives (floating
point to nine digits, in order where the pipeline orders), and fails where this page says anything else than
the run. The number is how many cases ran.

- **same**: the same rows, in the same types.
- **differs**: it runs, with other rows, for the reason that is given; \`sluice check --target\` warns of it.
- **refused**: there is no faithful counterpart. \`sluice check --target\`, \`sluice export\` and the studio say
  so, with the reason, at the step.

Spark SQL is what programs have inside \`expr("…")\`. Cluster is what a push does: Spark Connect, to a
cluster of two workers.`;

const cell = (outcomes: readonly Recorded[]): string =>
  OUTCOMES.flatMap((outcome) => {
    const count = outcomes.filter((each) => each.outcome === outcome).length;
    return count === 0 ? [] : [`${outcome} ${count}`];
  }).join(', ');

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function table(targets: readonly RecordedTarget[], rows: readonly (readonly string[])[]): string {
  const header = ['', ...targets.map((target) => TITLES[target])];
  return [row(header), row(header.map(() => '---')), ...rows.map(row)].join('\n');
}

const usedBy = (outcomes: readonly Recorded[]): RecordedTarget[] =>
  TARGETS.filter((target) => outcomes.some((each) => each.target === target));

const code = (text: string): string => `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;

function section(outcomes: readonly Recorded[], names: readonly string[]): string {
  const tried = outcomes.filter(({ name }) => names.includes(name));
  const targets = usedBy(tried);
  const rows = names.map((name) => [
    code(name),
    ...targets.map((target) =>
      cell(tried.filter((each) => each.name === name && each.target === target)),
    ),
  ]);
  return [table(targets, rows), ...notes(tried, names)].join('\n\n');
}

/** Why, for all that is not the same: a line for each reason, with the targets and the cases that have it. */
function notes(outcomes: readonly Recorded[], names: readonly string[]): string[] {
  const lines = names.flatMap((name) => {
    const odd = outcomes.filter((each) => each.name === name && each.outcome !== 'same');
    const reasons = new Map<string, Recorded[]>();
    for (const each of odd) {
      const reason = `${each.outcome}: ${oneLine(each.reason ?? '')}`;
      reasons.set(reason, [...(reasons.get(reason) ?? []), each]);
    }
    return [...reasons].map(([reason, having]) => {
      const titles = TARGETS.filter((target) => having.some((each) => each.target === target));
      const cases = [...new Set(having.map(caseOf))].filter((each) => each !== name);
      const where = titles.map((target) => TITLES[target]).join(', ');
      return `- ${code(name)}, ${where}, ${reason}${cases.length === 0 ? '' : ` (${cases.join('; ')})`}`;
    });
  });
  return lines.length === 0 ? [] : [lines.join('\n')];
}

/** A step's case without the size of its data and the port that was looked at. */
const caseOf = ({ kind, of }: Recorded): string =>
  kind === 'node' ? of.replace(/ \([^()]*\)(?= \S+$|$)/, '').replace(/ \S+\.\S+$/, '') : code(of);

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

function totals(outcomes: readonly Recorded[]): string {
  const targets = usedBy(outcomes);
  const rows = OUTCOMES.map((outcome) => [
    outcome,
    ...targets.map((target) =>
      String(outcomes.filter((each) => each.target === target && each.outcome === outcome).length),
    ),
  ]);
  return table(targets, rows);
}
