/** SQL for DuckDB: a statement of named sub-queries for each output. */
import type { ParameterValue } from '../../contract/expression.ts';
import type { PipelineDocument } from '../../document/schema.ts';
import { quoteText } from '../../expression/quote.ts';
import { stepQueries, withSteps } from '../../sql/emit-steps.ts';
import type { StepQuery } from '../../sql/emit-steps.ts';
import { commentOf } from '../comments.ts';
import type { DuckdbInput } from '../duckdb.ts';
import { copyStatement, outputFolders, stepsOptions, variableOf } from '../duckdb.ts';
import type { ExportedFile } from '../project.ts';

export const DUCKDB_VERSION = '1.4.3';

export function sqlProject(
  document: PipelineDocument,
  parameters: Readonly<Record<string, ParameterValue>>,
  input: DuckdbInput,
): ExportedFile[] {
  const { sinks } = input.plan;
  const statements = sinks.map((sink) => {
    const { steps, targets } = stepQueries(
      [sink],
      stepsOptions(input, (name) => name),
    );
    const [query = ''] = targets;
    const noted = steps.map((step) => ({ ...step, sql: withNote(step, document) }));
    const comment = sink.origin === undefined ? undefined : commentOf(document, sink.origin.node);
    return `${comments(comment)}${copyStatement(withSteps(noted, query), sink.target)};\n`;
  });
  const variables = Object.entries(parameters).map(([name, { type, value }]) => {
    const fallback = value === null ? 'NULL' : quoteText(value);
    return `SET VARIABLE ${name} = CAST(coalesce(${variableOf(name)}, ${fallback}) AS ${type});\n`;
  });
  const head = [
    document.name,
    ...(document.description === undefined ? [] : [document.description]),
  ];
  const sql = [
    comments(head.join('\n')),
    ...(variables.length === 0 ? [] : ['\n', ...variables]),
    ...statements.map((statement) => `\n${statement}`),
  ].join('');
  return [
    { path: 'pipeline.sql', text: sql },
    { path: 'README.md', text: readme(document, parameters, outputFolders(sinks)) },
  ];
}

const comments = (text: string | undefined): string =>
  text === undefined || text === ''
    ? ''
    : text
        .split('\n')
        .map((line) => `-- ${line}`.trimEnd() + '\n')
        .join('');

function withNote({ relation, sql }: StepQuery, document: PipelineDocument): string {
  const node = relation.origin?.node;
  return comments(node === undefined ? undefined : commentOf(document, node)) + sql;
}

function readme(
  { name }: PipelineDocument,
  parameters: Readonly<Record<string, ParameterValue>>,
  folders: readonly string[],
): string {
  const entries = Object.entries(parameters);
  const [first] = entries;
  const make =
    folders.length === 0
      ? ''
      : `mkdir -p ${folders.map((folder) => JSON.stringify(folder)).join(' ')}\n`;
  const variables =
    first === undefined
      ? ''
      : `\nParameters are variables, with the pipeline's values unless set before:\n\n\`\`\`sh\nduckdb -c "SET VARIABLE ${first[0]} = ${first[1].value ?? 'NULL'}" -c ".read pipeline.sql"\n\`\`\`\n\n${entries.map(([parameter, { type, value }]) => `- \`${parameter}\`: ${type}${value === null ? '' : `, \`${value}\``}\n`).join('')}`;
  return `# ${name}

SQL for the DuckDB command line (${DUCKDB_VERSION} or newer), exported from a Sluice pipeline. Paths in it
are relative to the folder it is run from.

\`\`\`sh
${make}duckdb -c ".read pipeline.sql"
\`\`\`
${variables}`;
}
