/** A Maven project in Java. */
import type { SparkParameterField, SparkProgram } from '../../spark/frame.ts';
import { typeText } from '../../spark/types.ts';
import type { ExportedFile } from '../project.ts';
import { className, docLine, jvmText } from '../spark-code/jvm-text.ts';
import { mavenReadme, pom } from '../spark-code/maven.ts';
import { printProgram } from '../spark-code/program.ts';
import { SPARK_SETTINGS } from '../spark-code/settings.ts';
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

function pipelineText(program: SparkProgram, name: string): string {
  const printed = printProgram(program, JAVA, 2);
  const { parameters } = program;
  const settings = SPARK_SETTINGS.map(
    ([setting, value]) => `            .config("${setting}", "${value}")\n`,
  );
  const helpers = printed.helpers.map(
    ({ name: helper, params, doc, body }) =>
      `\n  /** ${doc} */\n  private static Column ${helper}(${params.map((param) => `Column ${param}`).join(', ')}) {\n${body('return ', ';', 2)}\n  }\n`,
  );
  const code = [...printed.steps, ...printed.writes].map((text) => `${text}\n`).join('\n');
  const usesColumn = helpers.length > 0 || parameters.length > 0 || code.includes('new Column[]');
  return [
    'import static org.apache.spark.sql.functions.*;\n\n',
    ...(parameters.length === 0 ? [] : ['import java.util.stream.Stream;\n']),
    ...(usesColumn ? ['import org.apache.spark.sql.Column;\n'] : []),
    'import org.apache.spark.sql.Dataset;\n',
    'import org.apache.spark.sql.Row;\n',
    'import org.apache.spark.sql.SparkSession;\n',
    ...(printed.usesWindows ? ['import org.apache.spark.sql.expressions.Window;\n'] : []),
    `\n/** ${docLine(program.name)} */\n`,
    `public final class ${name} {\n`,
    '  public static void main(String[] args) {\n',
    ...(parameters.length === 0 ? [] : [ARGUMENTS]),
    '    SparkSession spark =\n        SparkSession.builder()\n',
    `            .appName(${jvmText(program.name)})\n`,
    ...settings,
    '            .getOrCreate();\n',
    ...parameters.map((parameter) => parameterLine(parameter, printed.parameters)),
    `\n${code}\n    spark.stop();\n  }\n`,
    ...helpers,
    ...(parameters.length === 0 ? [] : [ARGUMENT]),
    `\n  private ${name}() {}\n}\n`,
  ].join('');
}

const ARGUMENTS = `    String given = System.getenv().getOrDefault("PIPELINE_ARGUMENTS", "");
    String[] arguments = Stream.concat(given.lines(), Stream.of(args)).toArray(String[]::new);
`;

const ARGUMENT = `
  /** The value behind {@code name=} among the arguments. */
  private static String argument(String[] arguments, String name, String otherwise) {
    for (String argument : arguments) {
      if (argument.startsWith(name + "=")) return argument.substring(name.length() + 1);
    }
    if (otherwise == null) {
      throw new IllegalArgumentException("The argument " + name + "=... is missing.");
    }
    return otherwise;
  }
`;

function parameterLine(
  { name, type, default: value }: SparkParameterField,
  names: ReadonlyMap<string, string>,
): string {
  const given = `argument(arguments, ${jvmText(name)}, ${value === null ? 'null' : jvmText(value)})`;
  return `    Column ${names.get(name) ?? name} = lit(${given}).cast(${jvmText(typeText(type).toLowerCase())});\n`;
}
