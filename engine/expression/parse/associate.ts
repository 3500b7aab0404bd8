/**
 * Builds the tree of a run of operands and operators by DuckDB's precedences: operator-precedence
 * ("Pratt") parsing over parts that are already converted.
 */
import type { Expression, Like, Span, UnaryOperator } from '../../contract/expression.ts';
import { numberType } from './literals.ts';
import type { SyntaxProblem } from './lex.ts';
import { problem } from './lex.ts';
import { LEVEL, binaryLevel, isNonAssociative, rightLevel } from './operators.ts';

/** An expression with the characters it covers, its own parentheses included. */
export interface Located {
  readonly node: Expression;
  readonly start: number;
  readonly end: number;
  /** The expressions between the parentheses when it was written `(a, b)` or `(a)`. */
  readonly group?: readonly Expression[];
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** What binds to the operand at its left: `[i]`, `.name`, `::type`. */
export type Access = Place & { readonly apply: (operand: Expression, span: Span) => Expression };

export type Part =
  | { readonly kind: 'operand'; readonly operand: Located }
  | { readonly kind: 'access'; readonly access: Access }
  | ({ readonly kind: 'operator'; readonly operator: string } & Place);

/** Thrown inside the parser only; `parseExpression` turns it into its result. */
export class SyntaxFailure extends Error {
  readonly problem: SyntaxProblem;
  constructor(found: SyntaxProblem) {
    super(found.message);
    this.problem = found;
  }
}

/** Thrown inside the parser only: valid, but the AST has no form for it. */
export class NotExpressible extends Error {}

const MEMBERSHIP = /^(not )?(in|between|like|ilike|similar to|glob)$/;
const POSTFIX_TEST = /^is (not )?(null|true|false|unknown)$/;

class Association {
  private at = 0;
  private readonly parts: readonly Part[];
  private readonly param: string;

  constructor(parts: readonly Part[], param: string) {
    this.parts = parts;
    this.param = param;
  }

  finished(): boolean {
    return this.at >= this.parts.length;
  }

  private span(start: number, end: number): Span {
    return { param: this.param, start, end };
  }

  private nextOperator(): (Part & { readonly kind: 'operator' }) | undefined {
    const part = this.parts[this.at];
    return part?.kind === 'operator' ? part : undefined;
  }

  /** An expression whose operators bind tighter than `minimum`. */
  parse(minimum: number): Located {
    let left = this.prefix();
    let chained = 0;
    for (;;) {
      const part = this.parts[this.at];
      if (part?.kind !== 'operator') return left;
      const level = levelOf(part.operator);
      if (level <= minimum) return left;
      if (level === chained && isNonAssociative(level)) throw chainFailure(part);
      // These end by themselves: what follows cannot be meant for their right side.
      chained = POSTFIX_TEST.test(part.operator) || part.operator.endsWith('in') ? 0 : level;
      this.at += 1;
      left = this.infix(left, part.operator, level, part);
    }
  }

  private prefix(): Located {
    const part = this.parts[this.at];
    this.at += 1;
    if (part === undefined || part.kind === 'access') throw new NotExpressible();
    if (part.kind === 'operand') return this.accesses(part.operand);
    const op = part.operator as UnaryOperator;
    const level =
      op === 'not' ? LEVEL.not - 1 : op === '-' || op === '+' ? LEVEL.sign : LEVEL.other;
    const operand = this.parse(level);
    const span = this.span(part.start, operand.end);
    return {
      node: negateLiteral(op, operand.node, span) ?? {
        kind: 'unary',
        op,
        operand: operand.node,
        span,
      },
      start: part.start,
      end: operand.end,
    };
  }

  private accesses(operand: Located): Located {
    let result = operand;
    for (;;) {
      const part = this.parts[this.at];
      if (part?.kind !== 'access') return result;
      this.at += 1;
      const { start } = result;
      const { end } = part.access;
      result = { node: part.access.apply(result.node, this.span(start, end)), start, end };
    }
  }

  private infix(left: Located, operator: string, level: number, place: Place): Located {
    if (POSTFIX_TEST.test(operator)) {
      const negated = operator.startsWith('is not ');
      const test = operator.slice(negated ? 7 : 3) as 'null' | 'true' | 'false' | 'unknown';
      const span = this.span(left.start, place.end);
      return {
        node: { kind: 'is', operand: left.node, test, negated, span },
        start: left.start,
        end: place.end,
      };
    }
    if (operator === '!') {
      const span = this.span(left.start, place.end);
      return {
        node: { kind: 'call', name: 'factorial', args: [left.node], span },
        start: left.start,
        end: place.end,
      };
    }
    if (MEMBERSHIP.test(operator)) return this.membership(left, operator);
    const right = this.parse(operator === '->>' ? rightLevel(operator) : level);
    const span = this.span(left.start, right.end);
    const node: Expression =
      operator === 'at time zone'
        ? { kind: 'call', name: 'timezone', args: [right.node, left.node], span }
        : {
            kind: 'binary',
            op: operator === '==' ? '=' : operator,
            left: left.node,
            right: right.node,
            span,
          };
    return { node, start: left.start, end: right.end };
  }

  private membership(left: Located, operator: string): Located {
    const negated = operator.startsWith('not ');
    const op = negated ? operator.slice(4) : operator;
    if (op === 'between') return this.between(left, negated);
    const right = op === 'in' ? this.prefix() : this.parse(LEVEL.membership);
    const span = this.span(left.start, right.end);
    const ends = { start: left.start, end: right.end };
    if (op === 'in') {
      if (right.group !== undefined) {
        const node = { kind: 'in', operand: left.node, list: right.group, negated, span } as const;
        return { node, ...ends };
      }
      // DuckDB reads `x IN l` over a list as `contains(l, x)`.
      const call = { kind: 'call', name: 'contains', args: [right.node, left.node], span } as const;
      return {
        node: negated ? { kind: 'unary', op: 'not', operand: call, span } : call,
        ...ends,
      };
    }
    return this.like(left, op as Like['op'], negated, right);
  }

  private like(left: Located, op: Like['op'], negated: boolean, pattern: Located): Located {
    const base = { kind: 'like', op, operand: left.node, pattern: pattern.node, negated } as const;
    if (this.nextOperator()?.operator !== 'escape') {
      const span = this.span(left.start, pattern.end);
      return { node: { ...base, span }, start: left.start, end: pattern.end };
    }
    this.at += 1;
    const escape = this.parse(LEVEL.membership);
    const span = this.span(left.start, escape.end);
    return {
      node: { ...base, escape: escape.node, span },
      start: left.start,
      end: escape.end,
    };
  }

  private between(left: Located, negated: boolean): Located {
    const low = this.parse(LEVEL.membership);
    const and = this.nextOperator();
    if (and?.operator !== 'and') {
      throw new SyntaxFailure(
        problem('BETWEEN needs two bounds: AND is missing.', low.start, low.end),
      );
    }
    this.at += 1;
    const high = this.parse(LEVEL.membership);
    const span = this.span(left.start, high.end);
    return {
      node: {
        kind: 'between',
        operand: left.node,
        low: low.node,
        high: high.node,
        negated,
        span,
      },
      start: left.start,
      end: high.end,
    };
  }
}

function levelOf(operator: string): number {
  if (POSTFIX_TEST.test(operator)) return LEVEL.is;
  if (operator === '!') return LEVEL.postfix;
  if (operator === 'at time zone') return LEVEL.timeZone;
  if (operator === 'escape') return 0;
  return MEMBERSHIP.test(operator) ? LEVEL.membership : binaryLevel(operator);
}

/** `-5` is a number, as in DuckDB, whose type depends on the sign. */
function negateLiteral(op: string, operand: Expression, span: Span): Expression | undefined {
  if (op !== '-' || operand.kind !== 'literal' || operand.value === null) return undefined;
  if (operand.value.startsWith('-') || numberType(operand.value) !== operand.type) return undefined;
  const value = `-${operand.value}`;
  return { ...operand, value, type: numberType(value) ?? operand.type, span };
}

const chainFailure = (place: Part & { readonly kind: 'operator' }): SyntaxFailure =>
  new SyntaxFailure(
    problem(
      `${place.operator.toUpperCase()} cannot follow a comparison directly.`,
      place.start,
      place.end,
      'Put one of them between parentheses, or join them with AND.',
    ),
  );

/** Throws `SyntaxFailure` at operators that do not chain, `NotExpressible` at parts out of order. */
export function associate(parts: readonly Part[], param: string): Located {
  const association = new Association(parts, param);
  const result = association.parse(0);
  if (!association.finished()) throw new NotExpressible();
  return result;
}
