/**
 * Precedence of DuckDB's operators, after the declarations in its grammar (`grammar.y`, which come
 * from PostgreSQL). Higher binds tighter. Reading and emitting share this table.
 */

export const LEVEL = {
  arrow: 1,
  or: 2,
  and: 3,
  not: 4,
  is: 5,
  comparison: 6,
  /** BETWEEN, IN, LIKE, ILIKE, GLOB, SIMILAR TO. */
  membership: 7,
  postfix: 8,
  /** `||`, `&`, `|`, `<<`, `~` and every other symbol. */
  other: 9,
  additive: 10,
  multiplicative: 11,
  power: 12,
  timeZone: 13,
  sign: 14,
  /** `[…]`, `::` and `.`: bind to the operand at their left. */
  access: 15,
  atom: 16,
} as const;

const BINARY: Readonly<Record<string, number>> = {
  '->': LEVEL.arrow,
  '->>': LEVEL.arrow,
  or: LEVEL.or,
  and: LEVEL.and,
  'is distinct from': LEVEL.is,
  'is not distinct from': LEVEL.is,
  '=': LEVEL.comparison,
  '<>': LEVEL.comparison,
  '<': LEVEL.comparison,
  '<=': LEVEL.comparison,
  '>': LEVEL.comparison,
  '>=': LEVEL.comparison,
  in: LEVEL.membership,
  '+': LEVEL.additive,
  '-': LEVEL.additive,
  '*': LEVEL.multiplicative,
  '/': LEVEL.multiplicative,
  '%': LEVEL.multiplicative,
  '//': LEVEL.multiplicative,
  '^': LEVEL.power,
  '**': LEVEL.power,
};

/** Symbols that DuckDB 1.4 has a binary operator for, besides those with a level of their own. */
const OTHER_SYMBOLS: ReadonlySet<string> = new Set([
  ...['||', '&', '|', '<<', '>>', '^@', '&&', '@>', '<@', '~', '!~', '~*', '!~*'],
  ...['~~', '!~~', '~~*', '!~~*', '~~~', '<->', '<=>', '=='],
]);

/** Level of a binary operator in its canonical spelling; 0 for what is none. */
export const binaryLevel = (op: string): number =>
  Object.hasOwn(BINARY, op) ? (BINARY[op] ?? 0) : OTHER_SYMBOLS.has(op) ? LEVEL.other : 0;

/**
 * Level that the right operand must exceed. `->>` takes everything at its left, as `->` does, but at
 * its right only what binds tighter than symbols: its token and its rule have different precedences.
 */
export const rightLevel = (op: string): number => (op === '->>' ? LEVEL.other : binaryLevel(op));

/** `a < b < c` is a syntax error: these do not chain. */
export const isNonAssociative = (level: number): boolean =>
  level === LEVEL.is || level === LEVEL.comparison || level === LEVEL.membership;

/** `!=` is another spelling of `<>`. So is `==` of `=`, but with the precedence of other symbols. */
export const canonicalOperator = (symbol: string): string => (symbol === '!=' ? '<>' : symbol);

export const isPrefixSymbol = (symbol: string): boolean => /^[-+~@!]$/.test(symbol);
