/**
 * Columns and tables in the text of a query. There is no AST of a query: names are told apart by
 * the tokens around them, and only where that cannot go wrong.
 */
import type { Schema } from '../../contract/schema.ts';
import { findColumn, sameName } from '../../contract/schema.ts';
import type { Token } from '../../expression/parse/lex.ts';
import { lex } from '../../expression/parse/lex.ts';
import { formatIdentifier, isReserved } from '../../expression/quote.ts';
import { isName, nameOf } from './references.ts';

export interface QueryTable {
  readonly name: string;
  readonly schema: Schema;
}

export interface TextRange {
  readonly start: number;
  readonly end: number;
}

const isWord = (token: Token | undefined, ...words: readonly string[]): boolean =>
  token?.kind === 'word' && words.includes(token.value);

/** Tokens of a query, which may end with a semicolon. */
function tokensOf(query: string): readonly Token[] | undefined {
  const lexed = lex(query.replace(/;\s*$/, ''));
  return lexed.ok ? lexed.tokens : undefined;
}

interface TableUse {
  readonly table: QueryTable;
  /** Names that columns of it may have before their dot. */
  readonly names: readonly string[];
  readonly token: Token;
  readonly hasAlias: boolean;
}

/** Where the tables stand: `FROM orders`, `JOIN orders AS o`, `FROM orders o, people`. */
function tableUses(tokens: readonly Token[], tables: readonly QueryTable[]): TableUse[] {
  return tokens.flatMap((token, i) => {
    if (!isName(token) || tokens[i - 1]?.text === '.' || tokens[i + 1]?.text === '.') return [];
    const before = tokens[i - 1];
    if (!isWord(before, 'from', 'join') && before?.text !== ',' && before?.text !== '(') return [];
    const name = nameOf(token);
    const table = tables.find((each) => sameName(each.name, name));
    if (table === undefined || (before?.text !== undefined && !isListOfTables(tokens, i)))
      return [];
    const as = isWord(tokens[i + 1], 'as') ? 2 : 1;
    const alias = tokens[i + as];
    const hasAlias =
      isName(alias) && (as === 2 || alias.kind === 'quoted' || !isReservedHere(alias.value));
    return [{ table, token, hasAlias, names: hasAlias ? [nameOf(alias)] : [name] }];
  });
}

/** Words after a table that are not its alias. */
const CLAUSES = new Set(
  (
    'where group having order limit join left right full inner cross natural semi anti asof ' +
    'positional on using union intersect except qualify window offset tablesample sample'
  ).split(' '),
);
const isReservedHere = (word: string): boolean => CLAUSES.has(word) || isReserved(word);

/** Whether the name at `i` comes after FROM or JOIN with nothing but tables between. */
function isListOfTables(tokens: readonly Token[], i: number): boolean {
  for (let at = i - 1; at >= 0; at -= 1) {
    const token = tokens[at];
    if (isWord(token, 'from', 'join')) return true;
    const ofList = token?.text === ',' || token?.text === '(' || isName(token);
    if (!ofList || (token?.kind === 'word' && isReservedHere(token.value))) return false;
  }
  return false;
}

/** The query with a table under another name; what it is called inside stays. */
export function renameTable(query: string, table: QueryTable, to: string): string | undefined {
  const tokens = tokensOf(query);
  if (tokens === undefined) return undefined;
  const uses = tableUses(tokens, [table]);
  return replaceRanges(
    query,
    uses.map(({ token, hasAlias }) => ({
      start: token.start,
      end: token.end,
      text: hasAlias
        ? formatIdentifier(to)
        : `${formatIdentifier(to)} AS ${formatIdentifier(nameOf(token))}`,
    })),
  );
}

/**
 * Where a query names a column of a table. `certain` is false where something else of that name may
 * be meant: then there are more or fewer places than are told.
 */
export function columnsInQuery(
  query: string,
  tables: readonly QueryTable[],
  table: QueryTable,
  column: string,
): { readonly places: readonly TextRange[]; readonly certain: boolean } {
  const tokens = tokensOf(query);
  if (tokens === undefined) return { places: [], certain: false };
  const uses = tableUses(tokens, tables);
  const own = uses.filter((use) => use.table === table);
  const others = tables.filter((each) => each !== table);
  const places: TextRange[] = [];
  let certain = isPlain(tokens) && own.length > 0;
  for (const [i, token] of tokens.entries()) {
    if (!isName(token) || !sameName(nameOf(token), column)) continue;
    const [before, after] = [tokens[i - 1], tokens[i + 1]];
    if (after?.text === '(') continue;
    if (before?.text === '.') {
      const qualifier = tokens[i - 2];
      const named = (use: TableUse): boolean =>
        isName(qualifier) && use.names.some((name) => sameName(name, nameOf(qualifier)));
      if (own.some(named)) places.push({ start: token.start, end: token.end });
      // A field of a struct keeps its name; a table of an inner query cannot be told from one.
      continue;
    }
    if (uses.some((use) => use.token === token)) continue;
    const isAlias = isWord(before, 'as');
    const isKey = after?.text === ':' || after?.text === ':=';
    const isShared = others.some(({ schema }) => findColumn(schema, column) !== undefined);
    if (isAlias || isKey || isShared) certain = false;
    else places.push({ start: token.start, end: token.end });
  }
  return { places, certain };
}

/** One SELECT without inner queries, sets and lambdas: a name means the same everywhere. */
const isPlain = (tokens: readonly Token[]): boolean =>
  tokens.filter((token) => isWord(token, 'select')).length <= 1 &&
  tokens.filter((token) => isWord(token, 'from')).length <= 1 &&
  !tokens.some(
    (token) =>
      token.text === '->' ||
      isWord(token, 'with', 'union', 'intersect', 'except', 'lambda', 'using'),
  );

/** The name that a query gives a column with AS, if exactly one is called so. */
export function aliasInQuery(query: string, name: string): TextRange | undefined {
  const tokens = tokensOf(query) ?? [];
  const found = tokens.filter(
    (token, i) => isName(token) && isWord(tokens[i - 1], 'as') && sameName(nameOf(token), name),
  );
  const [only] = found;
  return only === undefined || found.length > 1 ? undefined : { start: only.start, end: only.end };
}

/** Text with ranges replaced, which do not overlap. */
export function replaceRanges(
  text: string,
  ranges: readonly (TextRange & { readonly text: string })[],
): string {
  let result = '';
  let done = 0;
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    result += text.slice(done, range.start) + range.text;
    done = range.end;
  }
  return result + text.slice(done);
}
