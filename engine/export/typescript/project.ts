/** TypeScript with this package as a library: the steps as constants, and a program that runs them. */
import type { ParameterValue } from '../../contract/expression.ts';
import type { DocumentNode, PipelineDocument } from '../../document/schema.ts';
import { camelCase } from '../spark-code/jvm-text.ts';
import { identifiers } from '../identifiers.ts';
import type { ExportedFile } from '../project.ts';

const RESERVED = new Set(
  `abstract any as async await boolean break case catch class const continue debugger declare default
  delete do else enum export extends false finally for from function get if implements import in
  instanceof interface is keyof let module namespace new null number object of package private protected
  public readonly return set static string super switch symbol this throw true try type typeof undefined
  unique unknown var void while with yield run pipeline parameters values process`.split(/\s+/),
);

export function typescriptProject(
  document: PipelineDocument,
  parameters: Readonly<Record<string, ParameterValue>>,
  version: string,
): ExportedFile[] {
  return [
    { path: 'pipeline.ts', text: pipelineText(document, parameters) },
    { path: 'package.json', text: packageText(version) },
    { path: 'README.md', text: readme(document, parameters) },
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
  const nodes = ids.map((id) => {
    const name = names.get(id) ?? id;
    return name === id ? `    ${id},\n` : `    ${/^\w+$/.test(id) ? id : quote(id)}: ${name},\n`;
  });
  const values =
    given.length === 0
      ? ''
      : `\nconst { values } = parseArgs({\n  options: {\n${given.map((name) => `    ${quote(name.replaceAll('_', '-'))}: { type: 'string' },\n`).join('')}  },\n});\nconst parameters: Record<string, string> = {};\n${given.map((name) => `if (values[${quote(name.replaceAll('_', '-'))}] !== undefined) parameters[${quote(name)}] = values[${quote(name.replaceAll('_', '-'))}];\n`).join('')}`;
  return [
    `/** ${document.name.replaceAll('*/', '* /')} */\n`,
    ...(given.length === 0 ? [] : [`import { parseArgs } from 'node:util';\n`]),
    `import { run } from 'sluice';\n`,
    `import type { PipelineDocument } from 'sluice';\n\n`,
    `type Step = PipelineDocument['nodes'][string];\n`,
    ...steps,
    `\nconst pipeline: PipelineDocument = {\n  format: 'sluice/1',\n  name: ${quote(document.name)},\n  parameters: ${literal(document.parameters, 1)},\n  nodes: {\n${nodes.join('')}  },\n};\n`,
    values,
    `\nconst { files } = await run(pipeline${given.length === 0 ? '' : ', { parameters }'});\n`,
    `for (const { path, rows } of files) console.log(\`\${path}: \${rows} rows\`);\n`,
  ].join('');
}

function stepText(name: string, { title, note, ...step }: DocumentNode): string {
  const lines = [title, note].filter((text) => text !== undefined && text !== '').join('\n');
  const comment =
    lines === ''
      ? ''
      : lines
          .split('\n')
          .map((line) => `// ${line}`.trimEnd() + '\n')
          .join('');
  return `\n${comment}const ${name}: Step = ${literal(step, 0)};\n`;
}

const quote = (text: string): string =>
  `'${JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("'", "\\'")
    .replace(/[\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`)}'`;

const WIDTH = 80;

/** A JSON value as prettier writes it: on one line where it fits. */
function literal(value: unknown, level: number, column = 20): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pad = '  '.repeat(level + 1);
  const items = Array.isArray(value)
    ? value.map((item: unknown) => ({ head: '', item }))
    : Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]: [string, unknown]) => ({
          head: `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key)}: `,
          item,
        }));
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (items.length === 0) return open + close;
  const space = Array.isArray(value) ? '' : ' ';
  const one = `${open}${space}${items.map(({ head, item }) => head + flatLiteral(item)).join(', ')}${space}${close}`;
  if (column + one.length <= WIDTH && Array.isArray(value)) return one;
  if (column + one.length <= WIDTH && level > 0) return one;
  const lines = items.map(
    ({ head, item }) => `${pad}${head}${literal(item, level + 1, pad.length + head.length + 1)},\n`,
  );
  return `${open}\n${lines.join('')}${'  '.repeat(level)}${close}`;
}

function flatLiteral(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(flatLiteral).join(', ')}]`;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return '{}';
  return `{ ${entries.map(([key, item]) => `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key)}: ${flatLiteral(item)}`).join(', ')} }`;
}

const packageText = (version: string): string =>
  `${JSON.stringify({ private: true, type: 'module', dependencies: { sluice: version }, devDependencies: { typescript: '5.9.3' } }, undefined, 2)}\n`;

function readme(
  { name }: PipelineDocument,
  parameters: Readonly<Record<string, ParameterValue>>,
): string {
  const options = Object.entries(parameters).map(
    ([parameter, { type, value }]) =>
      `- \`--${parameter.replaceAll('_', '-')}\`: ${type}${value === null ? '' : `, \`${value}\` unless given`}\n`,
  );
  return `# ${name}

A program for Node 22.18 or newer (which runs TypeScript as it is), with the package \`sluice\`. Paths in it are
relative to the folder it is run from.

\`\`\`sh
npm install
node pipeline.ts
\`\`\`
${options.length === 0 ? '' : `\nArguments:\n\n${options.join('')}`}`;
}
