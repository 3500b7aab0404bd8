/** What can be written at a place of an expression. Ranking is the editor's matter. */
import { formatType } from '../../../engine/contract/schema.ts';
import type { Schema } from '../../../engine/contract/schema.ts';
import { FUNCTIONS } from '../../../engine/expression/functions/catalogue.ts';
import type { FunctionEntry } from '../../../engine/expression/functions/entry.ts';
import { formatIdentifier, quoteIdentifier } from '../../../engine/expression/quote.ts';
import { signatureText } from './explain.ts';
import type { Scope } from './scope.ts';
import { columnsIn, membersBefore } from './scope.ts';
import type { Token } from './tokens.ts';
import { tokensOf } from './tokens.ts';
import { offeredKeywords } from './words.ts';

export interface Candidate {
  readonly kind: 'column' | 'field' | 'table' | 'parameter' | 'function' | 'keyword';
  /** What typed text is compared with. */
  readonly label: string;
  /** What is shown, when that differs. */
  readonly shown?: string;
  readonly detail?: string;
  /** Replaces what is typed; `|` is not special: see `cursor`. */
  readonly insert: string;
  /** Where the cursor goes, from the end of what was inserted; 0 when absent. */
  readonly cursor?: number;
  readonly function?: FunctionEntry;
}

export interface Candidates {
  /** The characters that are replaced. */
  readonly from: number;
  readonly to: number;
  readonly options: readonly Candidate[];
}

/** @param explicit the user asked; else only where something was begun */
export function candidatesAt(
  text: string,
  pos: number,
  scope: Scope,
  explicit = false,
): Candidates | undefined {
  const all = tokensOf(text, true);
  const at = all.find(({ start, end }) => start < pos && pos <= end);
  const inside = at !== undefined && (pos < at.end || at.open);
  if (at?.kind === 'comment' && (inside || at.text.startsWith('--'))) return undefined;
  if (at?.kind === 'string' && inside) return undefined;
  if (at?.kind === 'number') return undefined;
  if (at?.kind === 'parameter') {
    return { from: at.start, to: at.end, options: parameterCandidates(scope) };
  }
  // A closed name with the cursor after it is finished.
  const begun = at?.kind === 'word' || (at?.kind === 'name' && inside) ? at : undefined;
  const meaning = all.filter(({ kind }) => kind !== 'space' && kind !== 'comment');
  const before = meaning.filter(({ end }) => end <= (begun?.start ?? pos));
  const range = { from: begun?.start ?? pos, to: begun?.end ?? pos };
  const quoted = begun?.kind === 'name';
  const isMember = before.at(-1)?.text === '.' && before.at(-1)?.kind === 'punctuation';
  if (isMember) {
    const members = membersBefore(before, meaning, scope);
    if (members === undefined) return undefined;
    const kind = members.kind === 'fields' ? 'field' : 'column';
    return { ...range, options: columnCandidates(members.members, kind, quoted) };
  }
  if (begun === undefined && !explicit) return undefined;
  const columns = columnCandidates(columnsIn(scope), 'column', quoted);
  const tables = tableCandidates(scope, quoted);
  if (quoted) return { ...range, options: [...columns, ...tables] };
  const called = text.slice(range.to).trimStart().startsWith('(');
  return {
    ...range,
    options: [
      ...columns,
      ...tables,
      ...parameterCandidates(scope),
      ...functionCandidates(called),
      ...keywordCandidates(scope, before),
    ],
  };
}

const columnCandidates = (schema: Schema, kind: 'column' | 'field', quoted: boolean): Candidate[] =>
  schema.map(({ name, type }) => ({
    kind,
    ...(quoted ? { label: quoteIdentifier(name), shown: name } : { label: name }),
    detail: formatType(type),
    insert: quoted ? quoteIdentifier(name) : formatIdentifier(name),
  }));

const tableCandidates = ({ tables = {} }: Scope, quoted: boolean): Candidate[] =>
  Object.keys(tables).map((name) => ({
    kind: 'table',
    ...(quoted ? { label: quoteIdentifier(name), shown: name } : { label: name }),
    insert: quoted ? quoteIdentifier(name) : formatIdentifier(name),
  }));

const parameterCandidates = ({ parameters }: Scope): Candidate[] =>
  Object.entries(parameters).map(([name, { type }]) => ({
    kind: 'parameter',
    label: `$${name}`,
    detail: type,
    insert: `$${name}`,
  }));

/** @param called a bracket follows already */
const functionCandidates = (called: boolean): Candidate[] =>
  [...FUNCTIONS.values()].map((entry) => {
    const takesNothing = entry.signatures.every(({ args }) => args.length === 0);
    const brackets = called ? '' : '()';
    return {
      kind: 'function',
      label: entry.name,
      detail: signatureText(entry, 0, false),
      insert: `${entry.name}${brackets}`,
      cursor: called || takesNothing ? 0 : -1,
      function: entry,
    };
  });

const keywordCandidates = ({ kind }: Scope, before: readonly Token[]): Candidate[] =>
  offeredKeywords(kind)
    // Operators need something on their left.
    .filter((word) => before.length > 0 || !/^(AND|OR|IS|IN|BETWEEN|LIKE|ILIKE|AS)\b/.test(word))
    .map((word) => ({ kind: 'keyword', label: word.toLowerCase(), shown: word, insert: word }));
