/** A PySpark project: `pipeline.py`, its requirements and how to run it. */
import type { SparkParameterField, SparkProgram } from '../../spark/frame.ts';
import { typeText } from '../../spark/types.ts';
import type { ExportedFile } from '../project.ts';
import { printProgram } from '../spark-code/program.ts';
import type { PrintedHelper } from '../spark-code/program.ts';
import { SPARK_SETTINGS, SPARK_VERSION } from '../spark-code/settings.ts';
import { PYTHON, pythonText } from './python.ts';

export function pysparkProject(program: SparkProgram): ExportedFile[] {
  return [
    { path: 'pipeline.py', text: pipelineText(program) },
    { path: 'requirements.txt', text: `pyspark==${SPARK_VERSION}\n` },
    { path: 'README.md', text: readme(program) },
  ];
}

const option = (name: string): string => `--${name.replaceAll('_', '-')}`;

function pipelineText(program: SparkProgram): string {
  const printed = printProgram(program, PYTHON, 1);
  const { parameters } = program;
  const imports = [
    ...(parameters.length === 0 ? [] : ['import argparse\n\n']),
    'from pyspark.sql import SparkSession\n',
    'from pyspark.sql import functions as F\n',
    ...(printed.usesWindows ? ['from pyspark.sql.window import Window\n'] : []),
  ];
  const settings = SPARK_SETTINGS.map(
    ([name, value]) => `        .config("${name}", "${value}")\n`,
  );
  const body = [
    ...(parameters.length === 0 ? [] : [`    args = parse_arguments()\n`]),
    '    spark = (\n',
    `        SparkSession.builder.appName(${pythonText(program.name)})\n`,
    ...settings,
    '        .getOrCreate()\n',
    '    )\n',
    ...parameters.map((parameter) => parameterLine(parameter, printed.parameters)),
    '\n',
    [...printed.steps, ...printed.writes].map((text) => `${text}\n`).join('\n'),
    '\n    spark.stop()\n',
  ];
  return [
    `"""${docText(program.name)}"""\n\n`,
    ...imports,
    ...printed.helpers.map(helperText),
    ...(parameters.length === 0 ? [] : [argumentsText(program)]),
    '\n\ndef main() -> None:\n',
    ...body,
    '\n\nif __name__ == "__main__":\n    main()\n',
  ].join('');
}

const docText = (name: string): string => {
  const text = name
    .replaceAll('\\', '\\\\')
    .replaceAll('"""', '\\"\\"\\"')
    .replace(/\s+/g, ' ')
    .trim();
  return /[.!?]$/.test(text) ? text : `${text}.`;
};

function helperText({ name, params, doc, body }: PrintedHelper): string {
  return `\n\ndef ${name}(${params.join(', ')}):\n    """${doc}"""\n${body('return ', '', 1)}\n`;
}

function parameterLine(
  { name, type }: SparkParameterField,
  names: ReadonlyMap<string, string>,
): string {
  const variable = names.get(name) ?? name;
  return `    ${variable} = F.lit(args.${name}).cast(${pythonText(typeText(type).toLowerCase())})\n`;
}

function argumentsText({ name: title, parameters }: SparkProgram): string {
  const lines = parameters.map(({ name, default: value }) => {
    const rest = value === null ? 'required=True' : `default=${pythonText(value)}`;
    return `    parser.add_argument("${option(name)}", dest="${name}", ${rest})\n`;
  });
  return `\n\ndef parse_arguments() -> argparse.Namespace:\n    parser = argparse.ArgumentParser(description=${pythonText(title)})\n${lines.join('')}    return parser.parse_args()\n`;
}

function readme({ name, parameters }: SparkProgram): string {
  const options = parameters.map(
    (parameter) =>
      `- \`${option(parameter.name)}\`: ${typeText(parameter.type)}${parameter.default === null ? '' : `, \`${parameter.default}\` unless given`}\n`,
  );
  return `# ${name}

A Spark program, exported from a Sluice pipeline. Paths in it are relative to the folder it is run from.

\`\`\`sh
pip install -r requirements.txt   # needs Java 17 or newer
python pipeline.py
\`\`\`

On a cluster: \`spark-submit pipeline.py\`.
${options.length === 0 ? '' : `\nArguments:\n\n${options.join('')}`}
Spark writes each output as a folder of files.
`;
}
