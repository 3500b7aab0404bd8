/** SQL in parts, to be coloured. Not a parser: it need only never lose a character. */
import { SQL_KEYWORDS } from '../../ui/sql-keywords.ts';

export interface SqlPart {
  readonly kind: 'plain' | 'keyword' | 'text' | 'number' | 'name' | 'comment';
  readonly text: string;
}

const TOKEN =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<text>'(?:[^']|'')*(?:'|$))|(?<name>"(?:[^"]|"")*(?:"|$))|(?<number>\b\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?\b)|(?<word>[A-Za-z_]\w*)/gi;

export function highlightSql(sql: string): readonly SqlPart[] {
  const parts: SqlPart[] = [];
  const add = (kind: SqlPart['kind'], text: string): void => {
    if (text === '') return;
    const last = parts.at(-1);
    if (last?.kind === kind) parts[parts.length - 1] = { kind, text: last.text + text };
    else parts.push({ kind, text });
  };
  let at = 0;
  for (const match of sql.matchAll(TOKEN)) {
    add('plain', sql.slice(at, match.index));
    const [text] = match;
    at = match.index + text.length;
    const { comment, text: quoted, name, number } = match.groups ?? {};
    if (comment !== undefined) add('comment', text);
    else if (quoted !== undefined) add('text', text);
    else if (name !== undefined) add('name', text);
    else if (number !== undefined) add('number', text);
    else add(SQL_KEYWORDS.has(text.toLowerCase()) ? 'keyword' : 'plain', text);
  }
  add('plain', sql.slice(at));
  return parts;
}
