import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

/** docs/errors.md lists every code that the sources give out, and no other. */

const ROOT = join(import.meta.dirname, '../..');
const KINDS = ['diagnostic', 'user', 'operational', 'cancelled', 'internal'];
const CODE = /^(?!custom$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** `custom` is zod's, not ours. Calls whose first argument is a code; of the shorter names only where it looks like one. */
const CERTAIN = new Set(['userError', 'operationalError']);
const LIKELY = new Set(['error', 'fail', 'warn', 'problem', 'refuse']);

interface Row {
  readonly code: string;
  readonly cells: readonly string[];
}

function readRows(): Row[] {
  return readFileSync(join(ROOT, 'docs/errors.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const cells = line.split('|').map((cell) => cell.trim());
      return { code: (cells[1] ?? '').replaceAll('`', ''), cells: cells.slice(2, -1) };
    });
}

function sourceFiles(): string[] {
  return ['engine', 'nodes', 'electron'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .filter((file) => !/(?:^|[\\/])testing[\\/]/.test(file))
      .map((file) => join(ROOT, folder, file)),
  );
}

/** The texts that an expression can be: a literal, or the branches of a condition. */
function textsOf(expression: ts.Expression): string[] {
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (ts.isParenthesizedExpression(expression)) return textsOf(expression.expression);
  if (ts.isConditionalExpression(expression)) {
    return [...textsOf(expression.whenTrue), ...textsOf(expression.whenFalse)];
  }
  return [];
}

function codesIn(node: ts.Node): string[] {
  if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && node.name.text === 'code') {
    return textsOf(node.initializer).filter((text) => CODE.test(text));
  }
  const [argument] = ts.isCallExpression(node) ? node.arguments : [];
  if (!ts.isCallExpression(node) || argument === undefined) return [];
  const callee = ts.isPropertyAccessExpression(node.expression)
    ? node.expression.name.text
    : node.expression.getText();
  const texts = textsOf(argument).filter((text) => CODE.test(text));
  if (CERTAIN.has(callee)) return texts;
  return LIKELY.has(callee) ? texts.filter((text) => text.includes('-')) : [];
}

function scan() {
  const used = new Map<string, string>();
  const literals = new Set<string>();
  for (const path of sourceFiles()) {
    const text = readFileSync(path, 'utf8');
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteralLike(node)) literals.add(node.text);
      for (const code of codesIn(node)) {
        const { line } = file.getLineAndCharacterOfPosition(node.getStart());
        if (!used.has(code)) used.set(code, `${relative(ROOT, path)}:${line + 1}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return { used, literals };
}

test('docs/errors.md and the sources name the same codes', () => {
  const rows = readRows();
  const { used, literals } = scan();
  const listed = new Set(rows.map((row) => row.code));
  const missing = [...used]
    .filter(([code]) => !listed.has(code))
    .map(
      ([code, place]) =>
        `add to docs/errors.md (used at ${place}): | \`${code}\` | <kind> | <what it means> | <what to do> |`,
    );
  const stale = rows
    .filter((row) => !literals.has(row.code))
    .map((row) => `remove from docs/errors.md (no source gives it out): ${row.code}`);
  expect([...missing.sort(), ...stale]).toEqual([]);
});

test('the table is sorted and complete', () => {
  const rows = readRows();
  const codes = rows.map((row) => row.code);
  expect(codes).toEqual([...new Set(codes)].sort());
  for (const { code, cells } of rows) {
    expect(cells, code).toHaveLength(3);
    const [kinds = '', meaning, remedy] = cells;
    for (const kind of kinds.split(', ')) expect(KINDS, code).toContain(kind);
    expect(meaning, code).not.toBe('');
    expect(remedy, code).not.toBe('');
  }
});
