/**
 * An expression → rules, where rules can say all of it. A reading of its own, over a few tokens: the
 * parser of the engine is too large for the page, and rules know only a small part of SQL.
 */
import { isReserved } from '../../../engine/expression/quote.ts';
import { isGroup } from './rules.ts';
import type { Comparison, Rule, RuleGroup, RuleOperator, RuleValue } from './rules.ts';

/** Groups within groups are shown; what is deeper is for the text. */
const DEPTH = 2;

/** Brackets that are followed before it is given up. */
const BRACKETS = 30;

/** undefined: rules cannot say it, or it is no expression. An empty text has no rules. */
export function readRules(text: string): RuleGroup | undefined {
  const tokens = tokenise(text);
  if (tokens === undefined) return undefined;
  if (tokens.length === 0) return { join: 'and', rules: [] };
  const reader = new RuleReader(tokens);
  try {
    const found = reader.disjunction(0);
    if (!reader.atEnd()) return undefined;
    const group: RuleGroup = isGroup(found) ? found : { join: 'and', rules: [found] };
    return depthOf(group) > DEPTH ? undefined : group;
  } catch (thrown) {
    if (thrown === NOT_RULES) return undefined;
    throw thrown;
  }
}

const depthOf = (rule: Rule | RuleGroup): number =>
  isGroup(rule) ? 1 + Math.max(0, ...rule.rules.map(depthOf)) : 0;

interface Token {
  readonly kind: 'word' | 'quoted' | 'text' | 'number' | 'parameter' | 'mark';
  readonly value: string;
}

const TOKEN =
  /\s*(?:(?<quoted>"(?:[^"]|"")+")|(?<text>'(?:[^']|'')*')|(?<parameter>\$[A-Za-z_]\w*)|(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?!\w))|(?<word>[A-Za-z_]\w*)|(?<mark><=|>=|<>|!=|==|[=<>(),+-]))/y;

function tokenise(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  let at = 0;
  while (text.slice(at).trim() !== '') {
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined) return undefined;
    at = TOKEN.lastIndex;
    for (const [kind, value] of Object.entries(groups)) {
      if ((value as string | undefined) === undefined) continue;
      tokens.push({ kind: kind as Token['kind'], value: unquoted(kind, value) });
    }
  }
  return tokens;
}

function unquoted(kind: string, text: string): string {
  if (kind === 'quoted') return text.slice(1, -1).replaceAll('""', '"');
  if (kind === 'text') return text.slice(1, -1).replaceAll("''", "'");
  return kind === 'parameter' ? text.slice(1) : text;
}

/** Left by whatever is no rule. */
const NOT_RULES = new Error('not rules');

function refuse(): never {
  throw NOT_RULES;
}

const FUNCTIONS: Readonly<Record<string, RuleOperator>> = {
  contains: 'contains',
  starts_with: 'starts with',
  ends_with: 'ends with',
};

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

class RuleReader {
  private at = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  atEnd(): boolean {
    return this.at === this.tokens.length;
  }

  /** `a OR b`: of terms that are joined by AND a group each. */
  disjunction(depth: number): Rule | RuleGroup {
    if (depth > BRACKETS) refuse();
    const terms = [this.conjunction(depth)];
    while (this.takeWord('or')) terms.push(this.conjunction(depth));
    return joined('or', terms);
  }

  private conjunction(depth: number): Rule | RuleGroup {
    const terms = [this.term(depth)];
    while (this.takeWord('and')) terms.push(this.term(depth));
    return joined('and', terms);
  }

  private term(depth: number): Rule | RuleGroup {
    if (this.takeMark('(')) {
      const inner = this.disjunction(depth + 1);
      if (!this.takeMark(')')) refuse();
      return inner;
    }
    const isNegated = this.takeWord('not');
    const call = this.call();
    if (call !== undefined) {
      if (!isNegated) return call;
      return call.operator === 'contains' ? { ...call, operator: 'not contains' } : refuse();
    }
    return isNegated ? refuse() : this.comparison();
  }

  private call(): Rule | undefined {
    const [name, open] = [this.tokens[this.at], this.tokens[this.at + 1]];
    const operator = name?.kind === 'word' ? FUNCTIONS[name.value.toLowerCase()] : undefined;
    if (operator === undefined || open?.value !== '(' || open.kind !== 'mark') return undefined;
    this.at += 2;
    const column = this.column();
    if (!this.takeMark(',')) refuse();
    const value = this.value();
    if (!this.takeMark(')')) refuse();
    return { column, operator, values: [value] };
  }

  private comparison(): Rule {
    const column = this.column();
    if (this.takeWord('is')) {
      const isNot = this.takeWord('not');
      if (!this.takeWord('null')) refuse();
      return { column, operator: isNot ? 'is not null' : 'is null', values: [] };
    }
    const isNot = this.takeWord('not');
    if (this.takeWord('in')) {
      return { column, operator: isNot ? 'not in' : 'in', values: this.list() };
    }
    if (isNot) refuse();
    if (this.takeWord('between')) {
      const low = this.value();
      if (!this.takeWord('and')) refuse();
      return { column, operator: 'between', values: [low, this.value()] };
    }
    const mark = this.tokens[this.at];
    const operator = mark?.kind === 'mark' ? COMPARISONS[mark.value] : undefined;
    if (operator === undefined) return refuse();
    this.at += 1;
    return { column, operator, values: [this.value()] };
  }

  private list(): readonly RuleValue[] {
    if (!this.takeMark('(')) refuse();
    const values = [this.value()];
    while (this.takeMark(',')) values.push(this.value());
    if (!this.takeMark(')')) refuse();
    return values;
  }

  private column(): string {
    const token = this.tokens[this.at];
    if (token?.kind === 'quoted' || (token?.kind === 'word' && !isReserved(token.value))) {
      // A name before a bracket is a function.
      if (this.tokens[this.at + 1]?.value === '(') refuse();
      this.at += 1;
      return token.value;
    }
    return refuse();
  }

  private value(): RuleValue {
    const token = this.tokens[this.at];
    const next = this.tokens[this.at + 1];
    switch (token?.kind) {
      case 'text':
      case 'number':
        this.at += 1;
        return { kind: token.kind, text: token.value };
      case 'parameter':
        this.at += 1;
        return { kind: 'parameter', name: token.value };
      case 'mark':
        if (token.value !== '-' || next?.kind !== 'number') return refuse();
        this.at += 2;
        return { kind: 'number', text: `-${next.value}` };
      case 'word': {
        const word = token.value.toLowerCase();
        if (word === 'true' || word === 'false') {
          this.at += 1;
          return { kind: 'boolean', value: word === 'true' };
        }
        if ((word === 'date' || word === 'timestamp') && next?.kind === 'text') {
          this.at += 2;
          return { kind: word, text: next.value };
        }
        return { kind: 'column', name: this.column() };
      }
      case 'quoted':
        return { kind: 'column', name: this.column() };
      default:
        return refuse();
    }
  }

  private takeWord(word: string): boolean {
    const token = this.tokens[this.at];
    const found = token?.kind === 'word' && token.value.toLowerCase() === word;
    if (found) this.at += 1;
    return found;
  }

  private takeMark(mark: string): boolean {
    const token = this.tokens[this.at];
    const found = token?.kind === 'mark' && token.value === mark;
    if (found) this.at += 1;
    return found;
  }
}

/** One term stays itself; terms that are joined in the same way are one group. */
function joined(join: RuleGroup['join'], terms: readonly (Rule | RuleGroup)[]): Rule | RuleGroup {
  const [first, second] = terms;
  if (first === undefined) return refuse();
  return second === undefined ? first : { join, rules: terms };
}
