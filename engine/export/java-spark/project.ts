/** A Maven project in Java. */
import type { SparkParameterField, SparkProgram } from '../../spark/frame.ts';
import { COUNTER } from '../../spark/frame.ts';
import { typeText } from '../../spark/types.ts';
import type { Doc } from '../code/doc.ts';
import { call, flat, method } from '../code/doc.ts';
import type { ExportedFile } from '../project.ts';
import { className, docComment, jvmText, lineComment, titleOf } from '../spark-code/jvm-text.ts';
import { mavenReadme, pom } from '../spark-code/maven.ts';
import type { PrintedParameter } from '../spark-code/program.ts';
import { printProgram } from '../spark-code/program.ts';
import { SPARK_SETTINGS } from '../../spark/settings.ts';
import { JAVA } from './java.ts';

const ARTIFACT = 'pipeline';

export function javaProject(program: SparkProgram): ExportedFile[] {
  const name = className(program.name);
  return [
    { path: `src/main/java/${name}.java`, text: pipelineText(program, name) },
    {
      path: 'pom.xml',
      text: pom({
        artifact: ARTIFACT,
        mainClass: name,
        properties: '    <maven.compiler.release>17</maven.compiler.release>\n',
        dependencies: '',
        plugin: `      <plugin>
        <groupId>org.apache.maven.plugins</groupId>
        <artifactId>maven-compiler-plugin</artifactId>
        <version>3.14.0</version>
      </plugin>
`,
      }),
    },
    { path: 'README.md', text: mavenReadme(program, ARTIFACT, name) },
  ];
}

const PLAIN_TYPES = {
  column: 'Column',
  DOUBLE: 'double',
  BOOLEAN: 'boolean',
  STRING: 'String',
} as const;

function signature(name: string, params: readonly PrintedParameter[]): string {
  const all = params.map((param) => `${PLAIN_TYPES[param.type]} ${param.name}`).join(', ');
  const line = `  private static Column ${name}(${all}) {`;
  return line.length <= 100 ? line : `  private static Column ${name}(\n      ${all}) {`;
}

function pipelineText(program: SparkProgram, name: string): string {
  const printed = printProgram(program, JAVA, 2, (parameter, variable) =>
    parameter.inExpressions ? flat(given(parameter)) : variable,
  );
  const { parameters } = program;
  const settings = SPARK_SETTINGS.map(
    ([setting, value]) => `            .config("${setting}", "${value}")\n`,
  );
  const helpers = printed.helpers.map(
    ({ name: helper, params, doc, body }) =>
      `\n${docComment(doc, 2, true)}${signature(helper, params)}\n${body('return ', ';', 2)}\n  }\n`,
  );
  const code = [...printed.steps, ...printed.writes].map((text) => `${text}\n`).join('\n');
  const unique = printed.expectUnique !== undefined;
  const usesColumn =
    helpers.length > 0 ||
    unique ||
    parameters.some(({ inExpressions }) => inExpressions) ||
    code.includes('new Column[]');
  return [
    'import static org.apache.spark.sql.functions.*;\n\n',
    ...(usesColumn ? ['import org.apache.spark.sql.Column;\n'] : []),
    'import org.apache.spark.sql.Dataset;\n',
    'import org.apache.spark.sql.Row;\n',
    'import org.apache.spark.sql.SparkSession;\n',
    ...(printed.usesWindows ? ['import org.apache.spark.sql.expressions.Window;\n'] : []),
    `\n${docComment(titleOf(program), 0, true)}`,
    `public final class ${name} {\n`,
    '  public static void main(String[] args) {\n',
    '    SparkSession spark =\n        SparkSession.builder()\n',
    `            .appName(${jvmText(program.name)})\n`,
    ...settings,
    '            .getOrCreate();\n',
    ...parameters.map((parameter) => parameterLine(parameter, printed.parameters)),
    `\n${code}\n    spark.stop();\n  }\n`,
    ...helpers,
    ...(unique ? [EXPECT_UNIQUE] : []),
    ...(parameters.some((parameter) => parameter.default === null) ? [REQUIRED] : []),
    ...(parameters.length === 0 ? [] : [ARGUMENT]),
    `\n  private ${name}() {}\n}\n`,
  ].join('');
}

const EXPECT_UNIQUE = `
  /** The rows of a frame; an error where keys that are not null are repeated. */
  private static Dataset<Row> expectUnique(Dataset<Row> frame, String message, Column... keys) {
    Dataset<Row> counted =
        frame.withColumn("${COUNTER}", count("*").over(Window.partitionBy(keys)));
    Column repeated = col("${COUNTER}").gt(1);
    for (Column key : keys) {
      repeated = repeated.and(key.isNotNull());
    }
    Column failure = raise_error(lit(message)).cast("boolean");
    return counted.filter(when(repeated, failure).otherwise(true)).drop("${COUNTER}");
  }
`;

const REQUIRED = `
  /** The value behind {@code name=} among the arguments. */
  private static String argument(String[] args, String name) {
    String value = argument(args, name, null);
    if (value == null) {
      throw new IllegalArgumentException("The argument " + name + "=… is missing.");
    }
    return value;
  }
`;

const ARGUMENT = `
  /** The value behind {@code name=} among the arguments, or another where it is not there. */
  private static String argument(String[] args, String name, String otherwise) {
    for (String argument : args) {
      if (argument.startsWith(name + "=")) {
        return argument.substring(name.length() + 1);
      }
    }
    return otherwise;
  }
`;

/** How a value is read; others are cast by Spark. */
const READ: Readonly<Record<string, string>> = {
  BIGINT: 'Long.parseLong',
  INT: 'Integer.parseInt',
  DOUBLE: 'Double.parseDouble',
  BOOLEAN: 'Boolean.parseBoolean',
  STRING: '',
};

/** The text of an argument. */
const given = ({ name, default: value }: SparkParameterField): Doc =>
  call('argument', 'args', jvmText(name), ...(value === null ? [] : [jvmText(value)]));

function parameterLine(parameter: SparkParameterField, names: ReadonlyMap<string, string>): string {
  const { name, type, description, inExpressions } = parameter;
  const variable = names.get(name) ?? name;
  if (!inExpressions) {
    const line = JAVA.statement(`String ${variable} = `, given(parameter), ';', 2);
    return `${lineComment(description)}${line}\n`;
  }
  const text = typeText(type);
  const read = READ[text];
  const column =
    read === undefined
      ? method(call('lit', given(parameter)), 'cast', jvmText(text.toLowerCase()))
      : call('lit', read === '' ? given(parameter) : call(read, given(parameter)));
  const line = JAVA.statement(`Column ${variable} = `, column, ';', 2);
  return `${lineComment(description)}${line}\n`;
}
