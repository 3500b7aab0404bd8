/** What the Maven projects for Scala and Java share. */
import { notesText } from './notes.ts';
import type { SparkProgram } from '../../spark/frame.ts';
import { readmeDescription, readmeParameters } from './readme.ts';
import { SPARK_VERSION } from '../../spark/settings.ts';

export const SCALA_VERSION = '2.13.18';

/** Packages of the JDK that Spark reaches into; `spark-submit` opens them by itself. */
const OPENED =
  `java.base/java.lang java.base/java.lang.invoke java.base/java.lang.reflect java.base/java.io
java.base/java.net java.base/java.nio java.base/java.util java.base/java.util.concurrent
java.base/java.util.concurrent.atomic java.base/jdk.internal.ref java.base/sun.nio.ch java.base/sun.nio.cs
java.base/sun.security.action java.base/sun.util.calendar java.security.jgss/sun.security.krb5`.split(
    /\s+/,
  );

const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export interface MavenProject {
  readonly artifact: string;
  readonly mainClass: string;
  readonly properties: string;
  /** The plugin that compiles. */
  readonly plugin: string;
  readonly dependencies: string;
}

export function pom({
  artifact,
  mainClass,
  properties,
  plugin,
  dependencies,
}: MavenProject): string {
  const opens = OPENED.map((name) => `            --add-opens=${name}=ALL-UNNAMED\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0"
         xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
         xsi:schemaLocation="http://maven.apache.org/POM/4.0.0 http://maven.apache.org/xsd/maven-4.0.0.xsd">
  <modelVersion>4.0.0</modelVersion>
  <groupId>pipeline</groupId>
  <artifactId>${xml(artifact)}</artifactId>
  <version>1.0.0</version>

  <properties>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
    <spark.version>${SPARK_VERSION}</spark.version>
${properties}    <!-- Arguments of the program: mvn … -Dargs="name=value" -->
    <args></args>
  </properties>

  <dependencies>
    <dependency>
      <groupId>org.apache.spark</groupId>
      <artifactId>spark-sql_2.13</artifactId>
      <version>\${spark.version}</version>
      <scope>provided</scope>
    </dependency>
${dependencies}  </dependencies>

  <build>
    <plugins>
${plugin}      <plugin>
        <groupId>org.codehaus.mojo</groupId>
        <artifactId>exec-maven-plugin</artifactId>
        <version>3.5.0</version>
        <configuration>
          <executable>java</executable>
          <classpathScope>compile</classpathScope>
          <commandlineArgs>
${opens.join('')}            -Dspark.master=local[*]
            -classpath %classpath
            ${mainClass} \${args}
          </commandlineArgs>
        </configuration>
      </plugin>
    </plugins>
  </build>
</project>
`;
}

export function mavenReadme(program: SparkProgram, artifact: string, mainClass: string): string {
  const [first] = program.parameters;
  const example = first === undefined ? '' : `${first.name}=${first.default ?? '…'}`;
  const submit = `spark-submit --class ${mainClass} target/${artifact}-1.0.0.jar ${example}`.trim();
  return `# ${program.name}
${readmeDescription(program)}
A Spark program, exported from a Sluice pipeline. It needs Java 17 or newer and Maven. Paths in it are
relative to the folder it is run from; Spark writes each output as a folder of files.

\`\`\`sh
mvn -q compile exec:exec
\`\`\`

On a cluster: \`mvn -q package\`, then \`${submit}\`.
${first === undefined ? '' : argumentsText(program, example)}${notesText(program)}`;
}

const argumentsText = (program: SparkProgram, example: string): string => `
Arguments are written \`name=value\`, for Maven as in \`-Dargs="${example}"\`; values with spaces stand in single
quotes there.

${readmeParameters(program)}`;
