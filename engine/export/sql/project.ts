/** SQL for DuckDB: a statement of named sub-queries for each output. */
import { fileTarget } from '../../contract/file-target.ts';
import type { Relation } from '../../contract/relation.ts';
import type { PipelineDocument } from '../../document/schema.ts';
import { formatIdentifier, quoteText } from '../../expression/quote.ts';
import { withSteps } from '../../sql/emit-steps.ts';
import type { StepQuery } from '../../sql/emit-steps.ts';
import { withoutReturns } from '../../sql/format-query.ts';
import { commentOf } from '../comments.ts';
import { copyStatement } from '../duckdb/copy.ts';
import { readmeNotes } from '../duckdb/notes.ts';
import { requirementQuery } from '../duckdb/requirements.ts';
import { sessionSettings } from '../duckdb/session.ts';
import { argumentsOf, outputFolders, queriesOf, sinkRows, targetSql } from '../duckdb/steps.ts';
import type { DuckdbInput } from '../duckdb/steps.ts';
import { DUCKDB_CLI } from '../duckdb/version.ts';
import type { ExportedFile } from '../project.ts';
import { makeFolders, shellText } from '../shell.ts';

export function sqlProject(document: PipelineDocument, input: DuckdbInput): ExportedFile[] {
  const checks = input.requirements.map((requirement) => {
    const { note, message, relation } = requirement;
    const query = requirementQuery(message, input.columnsOf(relation));
    const found = statement(document, input, relation, query);
    return `${comments(note)}${found};\n`;
  });
  const writes = input.plan.sinks.map((sink) => {
    const node = sink.origin?.node;
    const note = node === undefined ? undefined : commentOf(document, node);
    const written = statement(document, input, sink, (rows) => sinkRows(input, sink, rows));
    return `${comments(note)}${copyStatement(written, targetSql(input, sink), fileTarget(sink))};\n`;
  });
  const statements = [...checks, ...writes];
  const settings = sessionSettings(input.plan.sinks, statements.join('')).map(
    ({ comment, sql }) => `${comments(comment)}${sql};\n`,
  );
  const variables = argumentsOf(input).map(([name, { type, value }]) => {
    const given = `CAST(getvariable(${quoteText(name)}) AS ${type})`;
    const known =
      value === null ? given : `coalesce(${given}, CAST(${quoteText(value)} AS ${type}))`;
    return `SET VARIABLE ${formatIdentifier(name)} = ${known};\n`;
  });
  const head = [document.name, document.description ?? ''].filter((text) => text !== '');
  const parts = [comments(head.join('\n')), settings.join(''), variables.join(''), ...statements];
  return [
    { path: 'pipeline.sql', text: withoutReturns(parts.filter((part) => part !== '').join('\n')) },
    { path: 'README.md', text: readme(document, input) },
  ];
}

/** A query over the steps below a relation, in the order of the steps. */
function statement(
  document: PipelineDocument,
  input: DuckdbInput,
  relation: Relation,
  over: (rows: string) => string,
): string {
  const { steps, targets } = queriesOf(input, [relation]);
  const noted = steps.map((step) => ({ ...step, sql: withNote(step, document) }));
  return withSteps(noted, over(targets[0] ?? ''));
}

const comments = (text: string | undefined): string =>
  text === undefined || text === ''
    ? ''
    : text
        .split(/\r\n|[\n\r\u2028\u2029]/)
        .map((line) => `-- ${line}`.trimEnd() + '\n')
        .join('');

function withNote({ relation, sql }: StepQuery, document: PipelineDocument): string {
  const node = relation.origin?.node;
  return comments(node === undefined ? undefined : commentOf(document, node)) + sql;
}

function readme({ name }: PipelineDocument, input: DuckdbInput): string {
  const given = argumentsOf(input);
  const make = makeFolders(outputFolders(input).map(([folder]) => folder));
  const [first] = given;
  const setting =
    first === undefined
      ? ''
      : `SET VARIABLE ${formatIdentifier(first[0])} = ${quoteText(first[1].value ?? '…')}`;
  const variables =
    first === undefined
      ? ''
      : `
Parameters are variables. Those that are not set before have the pipeline's values:

\`\`\`sh
duckdb -bail -c ${shellText(setting)} -c ".read pipeline.sql"
\`\`\`

${given.map(([parameter, { type, value }]) => `- \`${parameter}\`: ${type}${value === null ? '' : `, \`${value}\``}\n`).join('')}`;
  return `# ${oneLine(name)}

SQL for the DuckDB command line, version ${DUCKDB_CLI.version}, exported from a Sluice pipeline. Paths in it are
relative to the folder it is run from.

\`\`\`sh
pip install ${DUCKDB_CLI.package}
${make}duckdb -bail -c ".read pipeline.sql"
\`\`\`
${variables}${readmeNotes(input)}`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
