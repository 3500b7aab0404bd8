/** A Maven project in Scala. */
import type { SparkParameterField, SparkProgram } from '../../spark/frame.ts';
import { typeText } from '../../spark/types.ts';
import type { ExportedFile } from '../project.ts';
import { className, docLine, jvmText } from '../spark-code/jvm-text.ts';
import { SCALA_VERSION, mavenReadme, pom } from '../spark-code/maven.ts';
import { printProgram } from '../spark-code/program.ts';
import { SPARK_SETTINGS } from '../spark-code/settings.ts';
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

function pipelineText(program: SparkProgram, name: string): string {
  const printed = printProgram(program, SCALA, 2);
  const { parameters } = program;
  const settings = SPARK_SETTINGS.map(
    ([setting, value]) => `      .config("${setting}", "${value}")\n`,
  );
  const helpers = printed.helpers.map(
    ({ name: helper, params, doc, body }) =>
      `\n  /** ${doc} */\n  def ${helper}(${params.map((param) => `${param}: Column`).join(', ')}): Column =\n${body('', '', 2)}\n`,
  );
  return [
    `import org.apache.spark.sql.${helpers.length === 0 ? 'SparkSession' : '{Column, SparkSession}'}\n`,
    ...(printed.usesWindows ? ['import org.apache.spark.sql.expressions.Window\n'] : []),
    'import org.apache.spark.sql.functions._\n\n',
    `/** ${docLine(program.name)} */\n`,
    `object ${name} {\n`,
    '  def main(args: Array[String]): Unit = {\n',
    ...(parameters.length === 0
      ? []
      : [
          '    val arguments = sys.env.getOrElse("PIPELINE_ARGUMENTS", "").linesIterator.toSeq ++ args\n',
        ]),
    '    val spark = SparkSession.builder()\n',
    `      .appName(${jvmText(program.name)})\n`,
    ...settings,
    '      .getOrCreate()\n',
    ...parameters.map((parameter) => parameterLine(parameter, printed.parameters)),
    '\n',
    [...printed.steps, ...printed.writes].map((text) => `${text}\n`).join('\n'),
    '\n    spark.stop()\n  }\n',
    ...helpers,
    ...(parameters.length === 0 ? [] : [ARGUMENT]),
    '}\n',
  ].join('');
}

const ARGUMENT = `
  /** The value behind \`name=\` among the arguments. */
  private def argument(arguments: Seq[String], name: String, default: Option[String]): String =
    arguments
      .collectFirst { case text if text.startsWith(name + "=") => text.drop(name.length + 1) }
      .orElse(default)
      .getOrElse(sys.error("The argument " + name + "=... is missing."))
`;

function parameterLine(
  { name, type, default: value }: SparkParameterField,
  names: ReadonlyMap<string, string>,
): string {
  const fallback = value === null ? 'None' : `Some(${jvmText(value)})`;
  const given = `argument(arguments, ${jvmText(name)}, ${fallback})`;
  return `    val ${names.get(name) ?? name} = lit(${given}).cast(${jvmText(typeText(type).toLowerCase())})\n`;
}
