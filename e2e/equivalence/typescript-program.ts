/** Exported TypeScript, really run: against the built library, in a Node of its own. */
import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  erasableSyntaxOnly: true,
  verbatimModuleSyntax: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
  types: ['node'],
};

let programs = 0;

/** @returns what it printed */
export async function runTypeScript(
  text: string,
  folder: string,
  argv: readonly string[] = [],
): Promise<string> {
  programs += 1;
  // Inside the package, so that `sluice` is the package itself; without types, as Node 22 strips them.
  const script = join(ROOT, `dist/equivalence-${process.pid}-${programs}.mjs`);
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { ...OPTIONS, module: ts.ModuleKind.ESNext },
  });
  writeFileSync(script, outputText);
  try {
    const run = await promisify(execFile)(process.execPath, [script, ...argv], { cwd: folder });
    return run.stdout;
  } finally {
    rmSync(script);
  }
}

/** What the compiler says of programs, by their names. */
export function typeErrors(texts: ReadonlyMap<string, string>): readonly string[] {
  const files = new Map([...texts].map(([name, text]) => [join(ROOT, `e2e/${name}.mts`), text]));
  const options: ts.CompilerOptions = {
    ...OPTIONS,
    paths: { sluice: [join(ROOT, 'engine/cli/library.ts')] },
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, target, ...rest) => {
    const text = files.get(name);
    return text === undefined
      ? getSourceFile(name, target, ...rest)
      : ts.createSourceFile(name, text, target, true);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].flatMap((name) => {
    const file = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ messageText }) => `${name}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
}
