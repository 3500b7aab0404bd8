/** Python with the duckdb package: a view for each step, read by the queries that write the outputs. */
import { fileTarget } from '../../contract/file-target.ts';
import type { Relation } from '../../contract/relation.ts';
import { countConsumers, inputsOf, walk } from '../../contract/relation.ts';
import type { PipelineDocument } from '../../document/schema.ts';
import type { StepQuery } from '../../sql/emit-steps.ts';
import { indent } from '../../sql/format-query.ts';
import { formatIdentifier } from '../../expression/quote.ts';
import { commentOf } from '../comments.ts';
import { copyStatement } from '../duckdb/copy.ts';
import { readmeNotes } from '../duckdb/notes.ts';
import { requirementQuery } from '../duckdb/requirements.ts';
import { sessionSettings } from '../duckdb/session.ts';
import type { DuckdbInput } from '../duckdb/steps.ts';
import { argumentsOf, outputFolders, queriesOf, sinkRows, targetSql } from '../duckdb/steps.ts';
import { DUCKDB_VERSION } from '../duckdb/version.ts';
import { identifiers } from '../identifiers.ts';
import type { ExportedFile } from '../project.ts';
import { PYTHON, pythonText } from '../pyspark/python.ts';

export function pythonProject(document: PipelineDocument, input: DuckdbInput): ExportedFile[] {
  return [
    { path: 'pipeline.py', text: pipelineText(document, input) },
    { path: 'requirements.txt', text: `duckdb==${DUCKDB_VERSION}\n` },
    { path: 'README.md', text: readme(document, input) },
  ];
}

/** What the program calls each argument, and how it is written on the command line. */
function argumentNames(input: DuckdbInput): readonly {
  readonly parameter: string;
  readonly name: string;
  readonly option: string;
  readonly type: string;
  readonly value: string | null;
}[] {
  const given = argumentsOf(input);
  const parameters = given.map(([name]) => name);
  const names = identifiers(parameters, PYTHON.identifier, PYTHON.reserved);
  const options = identifiers(
    parameters,
    (name) => name.replaceAll('_', '-').replace(/^-+/, ''),
    new Set(['help', 'h', '']),
  );
  return given.map(([parameter, { type, value }]) => ({
    parameter,
    name: names.get(parameter) ?? parameter,
    option: `--${options.get(parameter) ?? parameter}`,
    type,
    value,
  }));
}

function pipelineText(document: PipelineDocument, input: DuckdbInput): string {
  const { sinks } = input.plan;
  const { roots, steps, targets } = queriesOf(input, [
    ...input.requirements.map(({ relation }) => relation),
    ...sinks,
  ]);
  const given = argumentNames(input);
  const folders = outputFolders(input);
  const stored = storedSteps(roots, new Set(steps.map(({ relation }) => relation)));
  const checks = input.requirements.map(({ note, message, relation }, i) =>
    execute(requirementQuery(message, input.columnsOf(relation))(targets[i] ?? ''), note),
  );
  const writes = sinks.map((sink, i) => {
    const node = sink.origin?.node;
    const query = sinkRows(input, sink, targets[input.requirements.length + i] ?? '');
    return execute(
      copyStatement(query, targetSql(input, sink), fileTarget(sink)),
      node === undefined ? undefined : commentOf(document, node),
    );
  });
  const body = [
    ...steps.map((step) => stepText(step, stored.has(step.relation), document)),
    ...checks,
    ...folders.map(folderText),
    ...writes,
  ];
  const settings = sessionSettings(sinks, body.join('')).map(
    ({ comment, sql }) => comments(comment) + call('con.execute', [pythonText(sql)]),
  );
  const lines = [
    ...(given.length === 0 ? [] : ['    args = parse_arguments()\n']),
    '    con = duckdb.connect()\n',
    ...settings,
    ...given.map(({ parameter, name, type }) => {
      const sql = `SET VARIABLE ${formatIdentifier(parameter)} = CAST(? AS ${type})`;
      return call('con.execute', [pythonText(sql), `[args.${name}]`]);
    }),
    ...body,
  ];
  const imports = [
    ...(given.length === 0 ? [] : ['import argparse\n']),
    ...(folders.length === 0 ? [] : ['from pathlib import Path\n']),
  ];
  return [
    `"""${docText(document.name)}"""\n\n`,
    ...imports,
    ...(imports.length === 0 ? [] : ['\n']),
    'import duckdb\n',
    ...(given.length === 0 ? [] : [argumentsText(document.name, given)]),
    '\n\ndef main() -> None:\n',
    ...lines,
    '\n\nif __name__ == "__main__":\n    main()\n',
  ].join('');
}

/** Work that is not done twice: a view is computed where it is used, each time. */
const COSTLY: ReadonlySet<Relation['kind']> = new Set([
  'aggregate',
  'asof-join',
  'distinct',
  'join',
  'pivot',
  'sample',
  'sort',
  'sql',
  'top-n',
  'unnest',
  'unpivot',
  'window',
]);

/** Relations that may stand on one another before DuckDB's stack is at its end, with room to spare. */
const MAX_DEPTH = 100;

/**
 * Steps that are stored as tables: those that are used more than once and cost much, and some of a
 * chain that is very long.
 */
function storedSteps(
  roots: readonly Relation[],
  steps: ReadonlySet<Relation>,
): ReadonlySet<Relation> {
  const stored = new Set<Relation>();
  const depths = new Map<Relation, number>();
  const consumers = countConsumers(roots);
  for (const relation of walk(roots)) {
    const depth = 1 + Math.max(0, ...inputsOf(relation).map((input) => depths.get(input) ?? 0));
    const shared = (consumers.get(relation) ?? 0) > 1 && isCostly(relation, stored);
    const store = steps.has(relation) && (shared || depth >= MAX_DEPTH);
    depths.set(relation, store ? 0 : depth);
    if (store) stored.add(relation);
  }
  return stored;
}

const isCostly = (relation: Relation, stored: ReadonlySet<Relation>): boolean =>
  COSTLY.has(relation.kind) ||
  inputsOf(relation).some((input) => !stored.has(input) && isCostly(input, stored));

function stepText(
  { name, relation, sql }: StepQuery,
  isStored: boolean,
  document: PipelineDocument,
): string {
  const node = relation.origin?.node;
  const note = comments(node === undefined ? undefined : commentOf(document, node));
  const kind = isStored ? 'TABLE' : 'VIEW';
  return `\n${note}    con.execute(${block(`CREATE TEMP ${kind} ${formatIdentifier(name)} AS\n${sql}`)})\n`;
}

const execute = (sql: string, note: string | undefined): string =>
  `\n${comments(note)}    con.execute(${block(sql)})\n`;

/** Folders whose names hold arguments are put together by DuckDB, which knows the arguments' values. */
const folderText = ([folder, sql]: readonly [string, string]): string =>
  sql.startsWith("'") && !sql.includes(' || ')
    ? `\n${call('Path', [pythonText(folder)], '.mkdir(parents=True, exist_ok=True)')}`
    : `\n${call('(folder,) = con.execute', [pythonText(`SELECT ${sql}`)], '.fetchone()')}    Path(folder).mkdir(parents=True, exist_ok=True)\n`;

const lineList = (text: string): readonly string[] =>
  text.split(/\r\n|[\n\r\f\v\u0085\u2028\u2029]/);

const comments = (text: string | undefined): string =>
  text === undefined
    ? ''
    : lineList(text)
        .map((line) => `    # ${line}`.trimEnd() + '\n')
        .join('');

/** What stands between triple quotes. */
const escaped = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll('"""', '\\"\\"\\"')
    .replaceAll('\0', '\\0')
    .replaceAll('\r', '\\r');

/** A query in triple quotes, set in. */
const block = (sql: string): string =>
  `\n        """\n${escaped(indent(indent(indent(indent(sql)))))}\n        """\n    `;

/** A full stop at the end, as the language's guide has it; a quote there would close the text. */
function docText(name: string): string {
  const line = escaped(lineList(name).join(' ').trim());
  return `${line.startsWith('"') ? ' ' : ''}${line}${/[.!?]$/.test(line) ? '' : '.'}`;
}

function argumentsText(title: string, given: ReturnType<typeof argumentNames>): string {
  const lines = given.map(({ name, option, value }) => {
    const fallback = value === null ? 'None' : pythonText(value);
    return call('parser.add_argument', [`"${option}"`, `dest="${name}"`, `default=${fallback}`]);
  });
  const parser = call('parser = argparse.ArgumentParser', [`description=${pythonText(title)}`]);
  return `\n\ndef parse_arguments() -> argparse.Namespace:\n${parser}${lines.join('')}    return parser.parse_args()\n`;
}

const WIDTH = 88;

/** A call as black lays it out: on one line, else with its arguments on the next, else one on each. */
function call(head: string, args: readonly string[], tail = ''): string {
  const one = `    ${head}(${args.join(', ')})${tail}`;
  if (one.length <= WIDTH) return `${one}\n`;
  const line = `        ${args.join(', ')}`;
  const inner =
    args.length === 1 || line.length <= WIDTH
      ? `${line}\n`
      : args.map((arg) => `        ${arg},\n`).join('');
  return `    ${head}(\n${inner}    )${tail}\n`;
}

function readme({ name }: PipelineDocument, input: DuckdbInput): string {
  const options = argumentNames(input).map(
    ({ option, type, value }) =>
      `- \`${option}\`: ${type}${value === null ? '' : `, \`${value}\` unless given`}\n`,
  );
  return `# ${name.replace(/\s+/g, ' ').trim()}

A Python program with DuckDB, exported from a Sluice pipeline. Paths in it are relative to the folder it
is run from.

\`\`\`sh
pip install -r requirements.txt
python pipeline.py
\`\`\`
${options.length === 0 ? '' : `\nArguments:\n\n${options.join('')}`}${readmeNotes(input)}`;
}
