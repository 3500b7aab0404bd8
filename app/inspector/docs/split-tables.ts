/** Markdown in parts: tables, which plain Markdown does not have, apart from all else. Pure. */

export type DocsPart =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

const RULE = /^\|(?:\s*:?-+:?\s*\|)+\s*$/;

export function splitTables(markdown: string): readonly DocsPart[] {
  const parts: DocsPart[] = [];
  const lines = markdown.split('\n');
  let text: string[] = [];
  let fenced = false;
  const flush = (): void => {
    if (text.some((line) => line.trim() !== '')) {
      parts.push({ kind: 'text', text: text.join('\n') });
    }
    text = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.startsWith('```')) fenced = !fenced;
    if (fenced || !line.startsWith('|') || !RULE.test(lines[at + 1] ?? '')) {
      text.push(line);
      continue;
    }
    flush();
    const rows: (readonly string[])[] = [];
    let row = at + 2;
    for (; (lines[row] ?? '').startsWith('|'); row += 1) rows.push(cellsOf(lines[row] ?? ''));
    parts.push({ kind: 'table', head: cellsOf(line), rows });
    at = row - 1;
  }
  flush();
  return parts;
}

/** Cells of a line; a bar in a cell is written `\|`. */
const cellsOf = (line: string): readonly string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
