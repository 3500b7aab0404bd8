/** Python with the duckdb package: a relation for each step, computed as one query. */
import type { ParameterValue } from '../../contract/expression.ts';
import type { PipelineDocument } from '../../document/schema.ts';
import { stepQueries, indent } from '../../sql/emit-steps.ts';
import { commentOf } from '../comments.ts';
import type { DuckdbInput } from '../duckdb.ts';
import { copyStatement, outputFolders, stepsOptions } from '../duckdb.ts';
import { identifiers } from '../identifiers.ts';
import type { ExportedFile } from '../project.ts';
import { PYTHON, pythonText } from '../pyspark/python.ts';
import { DUCKDB_VERSION } from '../sql/project.ts';
import { stepNames } from '../step-names.ts';

const RESERVED = new Set([
  ...PYTHON.reserved,
  'con',
  'duckdb',
  'folder',
  'Path',
  'parse_arguments',
]);

export function pythonProject(
  document: PipelineDocument,
  parameters: Readonly<Record<string, ParameterValue>>,
  input: DuckdbInput,
): ExportedFile[] {
  return [
    { path: 'pipeline.py', text: pipelineText(document, parameters, input) },
    { path: 'requirements.txt', text: `duckdb==${DUCKDB_VERSION}\n` },
    { path: 'README.md', text: readme(document, parameters) },
  ];
}

const option = (name: string): string => `--${name.replaceAll('_', '-')}`;

function pipelineText(
  document: PipelineDocument,
  parameters: Readonly<Record<string, ParameterValue>>,
  input: DuckdbInput,
): string {
  const { sinks } = input.plan;
  const names = identifiers([...stepNames(input.plan).values()], PYTHON.identifier, RESERVED);
  const { steps, targets } = stepQueries(
    sinks,
    stepsOptions(input, (name) => names.get(name) ?? name),
  );
  const given = Object.entries(parameters);
  const folders = outputFolders(sinks);
  const lines = [
    ...(given.length === 0 ? [] : ['    args = parse_arguments()\n']),
    '    con = duckdb.connect()\n',
    ...given.map(
      ([name, { type }]) =>
        `    con.execute(${pythonText(`SET VARIABLE ${name} = CAST(? AS ${type})`)}, [args.${name}])\n`,
    ),
    ...steps.map(({ name, relation, sql }) => {
      const node = relation.origin?.node;
      return `\n${comments(node === undefined ? undefined : commentOf(document, node))}    ${name} = con.sql(${block(sql)})\n`;
    }),
    ...folders.map(
      (folder) => `\n    Path(${pythonText(folder)}).mkdir(parents=True, exist_ok=True)\n`,
    ),
    ...sinks.map((sink, i) => {
      const node = sink.origin?.node;
      const comment = node === undefined ? undefined : commentOf(document, node);
      return `\n${comments(comment)}    con.execute(${block(copyStatement(targets[i] ?? '', sink.target))})\n`;
    }),
  ];
  const imports = [
    ...(given.length === 0 ? [] : ['import argparse\n']),
    ...(folders.length === 0 ? [] : ['from pathlib import Path\n']),
  ];
  return [
    `"""${document.name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}."""\n\n`,
    ...imports,
    ...(imports.length === 0 ? [] : ['\n']),
    'import duckdb\n',
    ...(given.length === 0 ? [] : [argumentsText(document.name, parameters)]),
    '\n\ndef main() -> None:\n',
    ...lines,
    '\n\nif __name__ == "__main__":\n    main()\n',
  ].join('');
}

const comments = (text: string | undefined): string =>
  text === undefined
    ? ''
    : text
        .split('\n')
        .map((line) => `    # ${line}`.trimEnd() + '\n')
        .join('');

/** A query in triple quotes, set in. */
function block(sql: string): string {
  const text = sql.replaceAll('\\', '\\\\').replaceAll('"""', '\\"\\"\\"').replaceAll('\0', '\\0');
  return `\n        """\n${indent(indent(indent(indent(text))))}\n        """\n    `;
}

function argumentsText(
  title: string,
  parameters: Readonly<Record<string, ParameterValue>>,
): string {
  const lines = Object.entries(parameters).map(([name, { value }]) => {
    const rest = value === null ? 'required=True' : `default=${pythonText(value)}`;
    return `    parser.add_argument("${option(name)}", dest="${name}", ${rest})\n`;
  });
  return `\n\ndef parse_arguments() -> argparse.Namespace:\n    parser = argparse.ArgumentParser(description=${pythonText(title)})\n${lines.join('')}    return parser.parse_args()\n`;
}

function readme(
  { name }: PipelineDocument,
  parameters: Readonly<Record<string, ParameterValue>>,
): string {
  const options = Object.entries(parameters).map(
    ([parameter, { type, value }]) =>
      `- \`${option(parameter)}\`: ${type}${value === null ? '' : `, \`${value}\` unless given`}\n`,
  );
  return `# ${name}

A Python program with DuckDB, exported from a Sluice pipeline. Paths in it are relative to the folder it
is run from.

\`\`\`sh
pip install -r requirements.txt
python pipeline.py
\`\`\`
${options.length === 0 ? '' : `\nArguments:\n\n${options.join('')}`}`;
}
