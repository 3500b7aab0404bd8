/** A PySpark project: `pipeline.py`, its requirements and how to run it. */
import type { SparkParameterField, SparkProgram } from '../../spark/frame.ts';
import { COUNTER } from '../../spark/frame.ts';
import type { SparkType } from '../../spark/types.ts';
import { is, isIntegral, typeText } from '../../spark/types.ts';
import { layOutPython } from '../code/python-layout/lay-out.ts';
import { commentLines, sentence, wrapped } from '../comments.ts';
import type { ExportedFile } from '../project.ts';
import { notesText } from '../spark-code/notes.ts';
import { floatText } from '../spark-code/float-text.ts';
import { printProgram } from '../spark-code/program.ts';
import type { PrintedHelper } from '../spark-code/program.ts';
import { readmeDescription, readmeParameters } from '../spark-code/readme.ts';
import { SPARK_SETTINGS, SPARK_VERSION } from '../../spark/settings.ts';
import { PYTHON, pythonText } from './python.ts';

export function pysparkProject(program: SparkProgram): ExportedFile[] {
  return [
    { path: 'pipeline.py', text: pipelineText(program) },
    { path: 'requirements.txt', text: `pyspark==${SPARK_VERSION}\n` },
    { path: 'README.md', text: readme(program) },
  ];
}

/** `--min-delay` for `min_delay`; names that argparse would change more than that as they are. */
const pythonOption = (name: string): string =>
  `--${/^[A-Za-z]/.test(name) ? name.replaceAll('_', '-') : name}`;

const attributeOf = (option: string): string => option.replace(/^-+/, '').replaceAll('-', '_');

function pipelineText(program: SparkProgram): string {
  const printed = printProgram(program, PYTHON, 1, (_, variable) => `args.${variable}`);
  const { parameters } = program;
  const unique = printed.expectUnique !== undefined;
  const classes = [
    ...(printed.helpers.length > 0 || unique ? ['Column'] : []),
    ...(unique ? ['DataFrame'] : []),
    'SparkSession',
  ];
  const imports = [
    ...(parameters.length === 0 ? [] : ['import argparse\n\n']),
    `from pyspark.sql import ${classes.join(', ')}\n`,
    'from pyspark.sql import functions as F\n',
    ...(printed.usesWindows ? ['from pyspark.sql.window import Window\n'] : []),
  ];
  const settings = SPARK_SETTINGS.map(([name, value]) => `.config("${name}", "${value}")`).join('');
  const title = pythonText(program.name);
  const session = `spark = SparkSession.builder.appName(${title})${settings}.getOrCreate()`;
  const body = [
    ...(parameters.length === 0 ? [] : [`    args = parse_arguments()\n`]),
    `${layOutPython(session, 1)}\n`,
    ...parameters
      .filter(({ inExpressions }) => inExpressions)
      .map((parameter) => parameterLine(parameter, printed.parameters)),
    '\n',
    [...printed.steps, ...printed.writes].map((text) => `${text}\n`).join('\n'),
    '\n    spark.stop()\n',
  ];
  return [
    `${docstring(program)}\n\n`,
    ...imports,
    ...printed.helpers.map(helperText),
    ...(unique ? [EXPECT_UNIQUE] : []),
    ...(parameters.length === 0 ? [] : [argumentsText(program, printed.parameters)]),
    '\n\ndef main() -> None:\n',
    ...body,
    '\n\nif __name__ == "__main__":\n    main()\n',
  ].join('');
}

/** Title and description as a docstring. */
function docstring({ name, description }: SparkProgram): string {
  const text = (given: string): string =>
    sentence(given).replaceAll('\\', '\\\\').replaceAll('"""', '\\"\\"\\"');
  const title = text(name);
  const start = `"""${title.startsWith('"') ? ' ' : ''}${title}`;
  const more = text(description ?? '');
  return more === '' ? `${start}"""` : `${start}\n\n${wrapped(more, 88).join('\n')}\n"""`;
}

const PLAIN_TYPES = { column: 'Column', DOUBLE: 'float', BOOLEAN: 'bool', STRING: 'str' } as const;

function helperText({ name, params, doc, body }: PrintedHelper): string {
  const typed = params.map((param) => `${param.name}: ${PLAIN_TYPES[param.type]}`).join(', ');
  return `\n\ndef ${name}(${typed}) -> Column:\n    """${doc}"""\n${body('return ', '', 1)}\n`;
}

const EXPECT_UNIQUE = `

def expect_unique(frame: DataFrame, message: str, *keys: Column) -> DataFrame:
    """The rows of a frame; an error where keys that are not null are repeated."""
    counted = frame.withColumn(
        "${COUNTER}", F.count("*").over(Window.partitionBy(*keys))
    )
    repeated = F.col("${COUNTER}") > 1
    for key in keys:
        repeated &= key.isNotNull()
    failure = F.raise_error(message).cast("boolean")
    return counted.filter(F.when(repeated, failure).otherwise(True)).drop("${COUNTER}")
`;

function parameterLine(
  { name, type }: SparkParameterField,
  names: ReadonlyMap<string, string>,
): string {
  const variable = names.get(name) ?? name;
  const given = `F.lit(args.${variable})`;
  const cast = is(type, 'STRING') || is(type, 'DOUBLE') || is(type, 'INT') ? '' : castOf(type);
  return `${layOutPython(`${variable} = ${given}${cast}`, 1)}\n`;
}

const castOf = (type: SparkType): string => `.cast(${pythonText(typeText(type).toLowerCase())})`;

/** How argparse reads a type, and its default; text is cast by Spark. */
function argument({ type, default: value }: SparkParameterField): readonly string[] {
  const reads = isIntegral(type) ? ['type=int'] : is(type, 'DOUBLE') ? ['type=float'] : [];
  if (value === null) return [...reads, 'required=True'];
  const plain = reads.length > 0 && Number.isFinite(Number(value));
  const literal = !plain ? pythonText(value) : isIntegral(type) ? value : floatText(value);
  return [...reads, `default=${literal}`];
}

/** argparse formats help with `%`. */
const helpText = (description: string): string =>
  pythonText(commentLines(description).join(' ').trim().replaceAll('%', '%%'));

function argumentsText(
  { name: title, parameters }: SparkProgram,
  names: ReadonlyMap<string, string>,
): string {
  const lines = parameters.map((parameter) => {
    const option = pythonOption(parameter.name);
    const variable = names.get(parameter.name) ?? parameter.name;
    const parts = [
      pythonText(option),
      ...(attributeOf(option) === variable ? [] : [`dest=${pythonText(variable)}`]),
      ...argument(parameter),
      ...(parameter.description === undefined ? [] : [`help=${helpText(parameter.description)}`]),
    ];
    return `${layOutPython(`parser.add_argument(${parts.join(', ')})`, 1)}\n`;
  });
  // argparse has an option of that name itself.
  const resolve = parameters.some(({ name }) => name === 'help' || name === 'h')
    ? ', conflict_handler="resolve"'
    : '';
  const parser = `parser = argparse.ArgumentParser(description=${pythonText(title)}${resolve})`;
  return `\n\ndef parse_arguments() -> argparse.Namespace:\n${layOutPython(parser, 1)}\n${lines.join('')}    return parser.parse_args()\n`;
}

function readme(program: SparkProgram): string {
  return `# ${program.name}
${readmeDescription(program)}
A Spark program, exported from a Sluice pipeline. It needs Java 17 or newer and Python 3.10 or newer. Paths in
it are relative to the folder it is run from; Spark writes each output as a folder of files.

\`\`\`sh
python3 -m venv .venv
. .venv/bin/activate
pip install -r requirements.txt
python pipeline.py
\`\`\`

On a cluster: \`spark-submit pipeline.py\`.
${program.parameters.length === 0 ? '' : `\nArguments:\n\n${readmeParameters(program, pythonOption)}`}${notesText(program)}`;
}
