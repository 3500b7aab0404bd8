/** TypeScript with this package as a library: the steps as constants, and a program that runs them. */
import type { ParameterValue } from '../../contract/expression.ts';
import type { DocumentNode, PipelineDocument } from '../../document/schema.ts';
import { camelCase } from '../spark-code/jvm-text.ts';
import { identifiers } from '../identifiers.ts';
import { makeFolders } from '../shell.ts';
import { keyText, literal, quote } from './literal.ts';
import type { ExportedFile } from '../project.ts';

const RESERVED = new Set(
  `abstract any as async await boolean break case catch class const continue debugger declare default
  delete do else enum export extends false finally for from function get if implements import in
  instanceof interface is keyof let module namespace new null number object of package private protected
  public readonly return set static string super switch symbol this throw true try type typeof undefined
  unique unknown var void while with yield arguments eval run pipeline parameters values files parseArgs
  console process`.split(/\s+/),
);

export function typescriptProject(
  document: PipelineDocument,
  parameters: Readonly<Record<string, ParameterValue>>,
  folders: readonly string[],
  version: string,
): ExportedFile[] {
  return [
    { path: 'pipeline.ts', text: pipelineText(document, parameters) },
    { path: 'package.json', text: packageText },
    { path: 'README.md', text: readme(document, parameters, folders, version) },
  ];
}

function pipelineText(
  document: PipelineDocument,
  parameters: Readonly<Record<string, ParameterValue>>,
): string {
  const ids = Object.keys(document.nodes);
  const names = identifiers(ids, camelCase, RESERVED);
  const steps = ids.map((id) => stepText(names.get(id) ?? id, document.nodes[id] as DocumentNode));
  const given = Object.keys(parameters);
  const declared = Object.fromEntries(
    Object.entries(document.parameters).map(([name, parameter]) => {
      const value = parameters[name]?.value;
      const same = value === undefined || value === null || String(parameter.default) === value;
      return [name, same ? parameter : { ...parameter, default: value }];
    }),
  );
  const nodes = ids.map((id) => {
    const name = names.get(id) ?? id;
    return name === id ? `    ${id},\n` : `    ${keyText(id)}: ${name},\n`;
  });
  const values = given.length === 0 ? '' : argumentsText(given);
  return [
    `/** ${document.name.replaceAll('*/', '* /').replace(/\s+/g, ' ')} */\n`,
    ...(given.length === 0 ? [] : [`import { parseArgs } from 'node:util';\n`]),
    `import { run } from 'sluice';\n`,
    `import type { PipelineDocument } from 'sluice';\n\n`,
    `type Step = PipelineDocument['nodes'][string];\n`,
    ...steps,
    `\nconst pipeline: PipelineDocument = {\n  format: 'sluice/1',\n  name: ${quote(document.name)},\n  parameters: ${literal(declared, { indent: 2, column: 14 })},\n  nodes: {\n${nodes.join('')}  },\n};\n`,
    values,
    `\nconst { files } = await run(pipeline${given.length === 0 ? '' : ', { parameters }'});\n`,
    `for (const { path, rows } of files) console.log(\`\${path}: \${rows} rows\`);\n`,
  ].join('');
}

/** Only what is given: the pipeline has the other values. */
function argumentsText(given: readonly string[]): string {
  const options = given.map((name) => `    ${keyText(optionOf(name))}: { type: 'string' },\n`);
  const names = given.map((name) => {
    const option = optionOf(name);
    const value = /^\w+$/.test(option) ? `values.${option}` : `values[${quote(option)}]`;
    return assignment(`if (${value} !== undefined)`, `parameters[${quote(name)}] =`, value);
  });
  return `\nconst { values } = parseArgs({\n  options: {\n${options.join('')}  },\n});\nconst parameters: Record<string, string> = {};\n${names.join('')}`;
}

/** On one line, two or three, as it fits. */
function assignment(test: string, target: string, value: string): string {
  const line = `${test} ${target} ${value};`;
  if (line.length <= WIDTH) return `${line}\n`;
  const body = `  ${target} ${value};`;
  return body.length <= WIDTH ? `${test}\n${body}\n` : `${test}\n  ${target}\n    ${value};\n`;
}

const WIDTH = 80;

const optionOf = (parameter: string): string => parameter.replaceAll('_', '-');

function stepText(name: string, { title, note, ...step }: DocumentNode): string {
  const lines = [title, note].filter((text) => text !== undefined && text !== '').join('\n');
  const comment =
    lines === ''
      ? ''
      : lines
          .split(/\r\n|[\n\r\u2028\u2029]/)
          .map((line) => `// ${line}`.trimEnd() + '\n')
          .join('');
  return `\n${comment}const ${name}: Step = ${literal(step, { indent: 0, column: 0, open: true })};\n`;
}

const packageText = `${JSON.stringify({ private: true, type: 'module', engines: { node: '>=22.18' } }, undefined, 2)}\n`;

function readme(
  { name }: PipelineDocument,
  parameters: Readonly<Record<string, ParameterValue>>,
  folders: readonly string[],
  version: string,
): string {
  const options = Object.entries(parameters).map(
    ([parameter, { type, value }]) =>
      `- \`--${optionOf(parameter)}\`: ${type}${value === null ? '' : `, \`${value}\` unless given`}\n`,
  );
  return `# ${name.replace(/\s+/g, ' ').trim()}

A program for Node 22.18 or newer, which runs TypeScript as it is, with Sluice ${version} as a library. Paths
in it are relative to the folder it is run from.

\`\`\`sh
npm install PATH_OF_SLUICE
${makeFolders(folders)}node pipeline.ts
\`\`\`

\`PATH_OF_SLUICE\` is a checkout of Sluice in which \`npm run build\` was run, or what \`npm pack\` made there.
${options.length === 0 ? '' : `\nArguments:\n\n${options.join('')}`}`;
}
