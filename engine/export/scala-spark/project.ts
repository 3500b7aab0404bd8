/** A Maven project in Scala. */
import type { SparkParameterField, SparkProgram } from '../../spark/frame.ts';
import { COUNTER } from '../../spark/frame.ts';
import { typeText } from '../../spark/types.ts';
import type { Doc } from '../code/doc.ts';
import { call, flat, link, method } from '../code/doc.ts';
import type { ExportedFile } from '../project.ts';
import { className, docComment, jvmText, lineComment, titleOf } from '../spark-code/jvm-text.ts';
import { SCALA_VERSION, mavenReadme, pom } from '../spark-code/maven.ts';
import type { PrintedParameter } from '../spark-code/program.ts';
import { printProgram } from '../spark-code/program.ts';
import { SPARK_SETTINGS } from '../../spark/settings.ts';
import { SCALA } from './scala.ts';

const ARTIFACT = 'pipeline';

export function scalaProject(program: SparkProgram): ExportedFile[] {
  const name = className(program.name);
  return [
    { path: `src/main/scala/${name}.scala`, text: pipelineText(program, name) },
    {
      path: 'pom.xml',
      text: pom({
        artifact: ARTIFACT,
        mainClass: name,
        properties: `    <maven.compiler.release>17</maven.compiler.release>\n    <scala.version>${SCALA_VERSION}</scala.version>\n`,
        dependencies: `    <dependency>
      <groupId>org.scala-lang</groupId>
      <artifactId>scala-library</artifactId>
      <version>\${scala.version}</version>
      <scope>provided</scope>
    </dependency>
`,
        plugin: `      <plugin>
        <groupId>net.alchim31.maven</groupId>
        <artifactId>scala-maven-plugin</artifactId>
        <version>4.9.5</version>
        <executions>
          <execution>
            <goals>
              <goal>compile</goal>
            </goals>
          </execution>
        </executions>
        <configuration>
          <scalaVersion>\${scala.version}</scalaVersion>
        </configuration>
      </plugin>
`,
      }),
    },
    { path: 'README.md', text: mavenReadme(program, ARTIFACT, name) },
  ];
}

const PLAIN_TYPES = {
  column: 'Column',
  DOUBLE: 'Double',
  BOOLEAN: 'Boolean',
  STRING: 'String',
} as const;

function signature(name: string, params: readonly PrintedParameter[]): string {
  const all = params.map((param) => `${param.name}: ${PLAIN_TYPES[param.type]}`);
  const line = `  private def ${name}(${all.join(', ')}): Column =`;
  if (line.length <= 100) return line;
  return `  private def ${name}(\n      ${all.join(',\n      ')}\n  ): Column =`;
}

function pipelineText(program: SparkProgram, name: string): string {
  const printed = printProgram(program, SCALA, 2, (parameter, variable) =>
    parameter.inExpressions ? flat(given(parameter)) : variable,
  );
  const { parameters } = program;
  const settings = SPARK_SETTINGS.map(
    ([setting, value]) => `      .config("${setting}", "${value}")\n`,
  );
  const helpers = printed.helpers.map(
    ({ name: helper, params, doc, body }) =>
      `\n${docComment(doc, 2, false)}${signature(helper, params)}\n${body('', '', 2)}\n`,
  );
  const unique = printed.expectUnique !== undefined;
  const classes = [
    ...(helpers.length > 0 || unique ? ['Column'] : []),
    ...(unique ? ['DataFrame'] : []),
    'SparkSession',
  ];
  return [
    `import org.apache.spark.sql.${classes.length === 1 ? classes.join('') : `{${classes.join(', ')}}`}\n`,
    ...(printed.usesWindows ? ['import org.apache.spark.sql.expressions.Window\n'] : []),
    'import org.apache.spark.sql.functions._\n\n',
    docComment(titleOf(program), 0, false),
    `object ${name} {\n`,
    '  def main(args: Array[String]): Unit = {\n',
    '    val spark = SparkSession\n      .builder()\n',
    `      .appName(${jvmText(program.name)})\n`,
    ...settings,
    '      .getOrCreate()\n',
    ...parameters.map((parameter) => parameterLine(parameter, printed.parameters)),
    '\n',
    [...printed.steps, ...printed.writes].map((text) => `${text}\n`).join('\n'),
    '\n    spark.stop()\n  }\n',
    ...helpers,
    ...(unique ? [EXPECT_UNIQUE] : []),
    ...(parameters.length === 0 ? [] : [ARGUMENT]),
    '}\n',
  ].join('');
}

const EXPECT_UNIQUE = `
  /** The rows of a frame; an error where keys that are not null are repeated. */
  private def expectUnique(frame: DataFrame, message: String, keys: Column*): DataFrame = {
    val counted = frame.withColumn("${COUNTER}", count("*").over(Window.partitionBy(keys: _*)))
    val repeated = keys.map(_.isNotNull).foldLeft(col("${COUNTER}") > 1)(_ && _)
    val failure = raise_error(lit(message)).cast("boolean")
    counted.filter(when(repeated, failure).otherwise(true)).drop("${COUNTER}")
  }
`;

const ARGUMENT = `
  /** The value behind \`name=\` among the arguments. */
  private def argument(args: Array[String], name: String): Option[String] =
    args.find(_.startsWith(name + "=")).map(_.drop(name.length + 1))
`;

/** How a value is read; others are cast by Spark. */
const READ: Readonly<Record<string, string>> = {
  BIGINT: '.toLong',
  INT: '.toInt',
  DOUBLE: '.toDouble',
  BOOLEAN: '.toBoolean',
  STRING: '',
};

/** The text of an argument. */
function given({ name, default: value }: SparkParameterField): Doc {
  const missing = `sys.error(${jvmText(`The argument ${name}=… is missing.`)})`;
  return method(
    call('argument', 'args', jvmText(name)),
    'getOrElse',
    value === null ? missing : jvmText(value),
  );
}

function parameterLine(parameter: SparkParameterField, names: ReadonlyMap<string, string>): string {
  const { name, type, description, inExpressions } = parameter;
  const start = SCALA.declare(names.get(name) ?? name);
  if (!inExpressions) {
    return `${lineComment(description)}${SCALA.statement(start, given(parameter), '', 2)}\n`;
  }
  const text = typeText(type);
  const read = READ[text];
  const column =
    read === undefined
      ? method(call('lit', given(parameter)), 'cast', jvmText(text.toLowerCase()))
      : call('lit', read === '' ? given(parameter) : link(given(parameter), read));
  return `${lineComment(description)}${SCALA.statement(start, column, '', 2)}\n`;
}
