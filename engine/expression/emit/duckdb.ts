/** Expressions as DuckDB's SQL. */
import type {
  Call,
  Case,
  Expression,
  Field,
  FrameBound,
  IntervalLiteral,
  JoinSide,
  Like,
  Opaque,
  SortKey,
  WindowCall,
} from '../../contract/expression.ts';
import { lex } from '../parse/lex.ts';
import { LEVEL, binaryLevel, isNonAssociative } from '../parse/operators.ts';
import { BARE_WORDS } from '../parse/bare-words.ts';
import { formatIdentifier, isReserved, quoteIdentifier, quoteText } from '../quote.ts';
import { literalText, readableLiteralText } from './literal.ts';
import type { Writer } from './writer.ts';

export interface DuckdbStyle {
  /** `sql`: every name quoted and every default spelt out. `readable`: as a person would write it. */
  readonly style: 'sql' | 'readable';
  /** Table alias of a join's side. */
  readonly side: (side: JoinSide) => string;
  /** SQL of a pipeline parameter; absent or undefined: its value is written. */
  readonly parameter?: (name: string) => string | undefined;
}

export function writeDuckdb(out: Writer, expression: Expression, options: DuckdbStyle): void {
  new DuckdbEmitter(out, options).emit(expression, 0);
}

/** Level of the text that an expression becomes; below what its place asks for, it is put in parentheses. */
function levelOf(expression: Expression, style: DuckdbStyle['style']): number {
  switch (expression.kind) {
    case 'binary':
      return binaryLevel(expression.op) || LEVEL.other;
    case 'unary':
      if (expression.op === 'not') return LEVEL.not;
      return /^[-+]$/.test(expression.op) ? LEVEL.sign : LEVEL.other;
    case 'between':
    case 'in':
      return LEVEL.membership;
    case 'like':
      return isNegatedGlob(expression) ? LEVEL.not : LEVEL.membership;
    case 'is':
      return LEVEL.is;
    case 'interval':
      return LEVEL.sign;
    case 'lambda':
      return LEVEL.arrow;
    case 'literal':
      return style === 'sql'
        ? literalText(expression).level
        : readableLiteralText(expression).level;
    case 'opaque':
      return 1;
    default:
      return LEVEL.atom;
  }
}

/** There is no `NOT GLOB`. */
const isNegatedGlob = (like: Like): boolean => like.op === 'glob' && like.negated;

class DuckdbEmitter {
  private readonly out: Writer;
  private readonly options: DuckdbStyle;

  constructor(out: Writer, options: DuckdbStyle) {
    this.out = out;
    this.options = options;
  }

  private name(name: string): string {
    return this.options.style === 'sql' ? quoteIdentifier(name) : formatIdentifier(name);
  }

  /** Writes an expression where operators of at least `minimum` stand around it. */
  emit(expression: Expression, minimum: number): void {
    const parenthesise = levelOf(expression, this.options.style) < minimum;
    if (parenthesise) this.out.write('(');
    this.out.mark(expression.span, () => {
      this.body(expression);
    });
    if (parenthesise) this.out.write(')');
  }

  private list(expressions: readonly Expression[]): void {
    this.out.join(expressions, ', ', (each) => {
      // At the start of an argument JSON's arrow would read as a lambda.
      const arrow = each.kind === 'binary' && binaryLevel(each.op) === LEVEL.arrow;
      this.emit(each, arrow ? LEVEL.or : 0);
    });
  }

  private body(expression: Expression): void {
    const { out } = this;
    switch (expression.kind) {
      case 'column':
        if (expression.side !== undefined) out.write(`${this.options.side(expression.side)}.`);
        out.write(this.name(expression.name));
        return;
      case 'literal': {
        const { parameter } = expression;
        const argument = parameter === undefined ? undefined : this.options.parameter?.(parameter);
        if (argument !== undefined) {
          out.write(argument);
          return;
        }
        const text = this.options.style === 'sql' ? literalText : readableLiteralText;
        out.write(text(expression).text);
        return;
      }
      case 'parameter':
        out.write(`$${expression.name}`);
        return;
      case 'call':
        this.call(expression);
        return;
      case 'window':
        this.window(expression);
        return;
      case 'unary':
        out.write(expression.op === 'not' ? 'NOT ' : expression.op);
        // A sign that follows a sign would be a comment or another operator.
        this.emit(expression.operand, expression.op === 'not' ? LEVEL.not : LEVEL.access);
        return;
      case 'binary': {
        const { op, left, right } = expression;
        const level = binaryLevel(op) || LEVEL.other;
        const strict = isNonAssociative(level) || level === LEVEL.arrow;
        const chained = level === LEVEL.arrow && levelOf(left, this.options.style) === level;
        this.emit(left, strict && !chained ? LEVEL.other : level);
        out.write(` ${op.toUpperCase()} `);
        this.emit(right, strict ? LEVEL.additive : level + 1);
        return;
      }
      case 'cast':
        out.write(expression.try ? 'TRY_CAST(' : 'CAST(');
        this.emit(expression.operand, 0);
        out.write(` AS ${expression.type})`);
        return;
      case 'case':
        this.caseWhen(expression);
        return;
      case 'between':
        this.emit(expression.operand, LEVEL.other);
        out.write(expression.negated ? ' NOT BETWEEN ' : ' BETWEEN ');
        this.emit(expression.low, LEVEL.other);
        out.write(' AND ');
        this.emit(expression.high, LEVEL.other);
        return;
      case 'in':
        if (expression.list.length === 0) {
          out.write(String(expression.negated));
          return;
        }
        this.emit(expression.operand, LEVEL.other);
        out.write(expression.negated ? ' NOT IN (' : ' IN (');
        this.list(expression.list);
        out.write(')');
        return;
      case 'is':
        this.emit(expression.operand, LEVEL.other);
        out.write(` IS ${expression.negated ? 'NOT ' : ''}${expression.test.toUpperCase()}`);
        return;
      case 'like':
        this.like(expression);
        return;
      case 'list':
        out.write('[');
        this.list(expression.items);
        out.write(']');
        return;
      case 'struct':
        out.write('{');
        out.join(expression.fields, ', ', (field) => {
          out.write(`${quoteText(field.name)}: `);
          this.emit(field.value, 0);
        });
        out.write('}');
        return;
      case 'index':
        this.emit(expression.operand, LEVEL.access);
        out.write('[');
        this.emit(expression.index, 0);
        out.write(']');
        return;
      case 'slice':
        this.emit(expression.operand, LEVEL.access);
        out.write('[');
        if (expression.from !== undefined) this.emit(expression.from, 0);
        out.write(':');
        if (expression.to !== undefined) this.emit(expression.to, 0);
        out.write(']');
        return;
      case 'field':
        this.field(expression);
        return;
      case 'lambda':
        out.write(`lambda ${expression.params.map((param) => this.name(param)).join(', ')}: `);
        this.emit(expression.body, 0);
        return;
      case 'interval':
        this.interval(expression);
        return;
      case 'opaque':
        this.opaque(expression);
        return;
    }
  }

  /** `a.b` could be a column of a table `a`; in SQL the struct stands in parentheses. */
  private field(expression: Field): void {
    const bare = expression.operand.kind === 'column' && this.options.style === 'sql';
    if (bare) this.out.write('(');
    this.emit(expression.operand, LEVEL.access);
    this.out.write(`${bare ? ')' : ''}.${this.name(expression.name)}`);
  }

  private call(call: Call): void {
    const { out } = this;
    if (call.args.length === 0 && BARE_WORDS.has(call.name)) {
      out.write(call.name);
      return;
    }
    const plain = /^[a-z_][a-z0-9_]*$/.test(call.name) && !isReserved(call.name);
    out.write(plain ? call.name : quoteIdentifier(call.name));
    out.write('(');
    if (call.distinct === true) out.write('DISTINCT ');
    if (call.name === 'count' && call.args.length === 0) out.write('*');
    this.list(call.args);
    if (call.orderBy !== undefined && call.orderBy.length > 0) {
      out.write(' ORDER BY ');
      this.keys(call.orderBy);
    }
    if (call.ignoreNulls === true) out.write(' IGNORE NULLS');
    out.write(')');
    if (call.filter !== undefined) {
      out.write(' FILTER (WHERE ');
      this.emit(call.filter, 0);
      out.write(')');
    }
  }

  private keys(keys: readonly SortKey[]): void {
    const explicit = this.options.style === 'sql';
    this.out.join(keys, ', ', (key) => {
      this.emit(key.expression, 0);
      if (key.direction === 'desc') this.out.write(' DESC');
      else if (explicit) this.out.write(' ASC');
      if (key.nulls === 'first') this.out.write(' NULLS FIRST');
      else if (explicit) this.out.write(' NULLS LAST');
    });
  }

  private window(window: WindowCall): void {
    const { out } = this;
    out.mark(window.call.span, () => {
      this.call(window.call);
    });
    out.write(' OVER (');
    const clauses: (() => void)[] = [];
    if (window.partitionBy.length > 0) {
      clauses.push(() => {
        out.write('PARTITION BY ');
        this.list(window.partitionBy);
      });
    }
    if (window.orderBy.length > 0) {
      clauses.push(() => {
        out.write('ORDER BY ');
        this.keys(window.orderBy);
      });
    }
    const { frame } = window;
    if (frame !== undefined) {
      clauses.push(() => {
        out.write(`${frame.unit.toUpperCase()} BETWEEN `);
        this.bound(frame.start);
        out.write(' AND ');
        this.bound(frame.end);
        if (frame.exclude !== undefined) out.write(` EXCLUDE ${frame.exclude.toUpperCase()}`);
      });
    }
    out.join(clauses, ' ', (clause) => {
      clause();
    });
    out.write(')');
  }

  private bound(bound: FrameBound): void {
    if (bound.kind === 'preceding' || bound.kind === 'following') {
      this.emit(bound.offset, LEVEL.other);
      this.out.write(` ${bound.kind.toUpperCase()}`);
    } else {
      this.out.write(bound.kind.replace('-', ' ').toUpperCase());
    }
  }

  private caseWhen(expression: Case): void {
    const { out } = this;
    out.write('CASE');
    if (expression.operand !== undefined) {
      out.write(' ');
      this.emit(expression.operand, 0);
    }
    for (const branch of expression.branches) {
      out.write(' WHEN ');
      this.emit(branch.when, 0);
      out.write(' THEN ');
      this.emit(branch.then, 0);
    }
    if (expression.otherwise !== undefined) {
      out.write(' ELSE ');
      this.emit(expression.otherwise, 0);
    }
    out.write(' END');
  }

  private like(expression: Like): void {
    const { out } = this;
    const not = isNegatedGlob(expression);
    if (not) out.write('NOT ');
    this.emit(expression.operand, LEVEL.other);
    out.write(`${expression.negated && !not ? ' NOT' : ''} ${expression.op.toUpperCase()} `);
    this.emit(expression.pattern, LEVEL.other);
    if (expression.escape === undefined) return;
    out.write(' ESCAPE ');
    this.emit(expression.escape, LEVEL.other);
  }

  private interval(expression: IntervalLiteral): void {
    const { value, unit } = expression;
    const plain = value.kind === 'literal' && /^[\d']/.test(literalText(value).text);
    const bare = plain && /^(VARCHAR|INTEGER|BIGINT)$/.test(value.type);
    this.out.write(bare ? 'INTERVAL ' : 'INTERVAL (');
    this.emit(value, 0);
    if (!bare) this.out.write(')');
    if (unit !== undefined) this.out.write(` ${unit.toUpperCase()}`);
  }

  /** Text as it stands; a position in it is mapped token by token. */
  private opaque(expression: Opaque): void {
    const { span, text } = expression;
    const lexed = span === undefined ? undefined : lex(text);
    if (span === undefined || lexed?.ok !== true || span.end - span.start !== text.length) {
      this.out.write(text);
      return;
    }
    let done = 0;
    for (const token of lexed.tokens) {
      this.out.write(text.slice(done, token.start));
      const [start, end] = [span.start + token.start, span.start + token.end];
      this.out.mark({ param: span.param, start, end }, () => {
        this.out.write(token.text);
      });
      done = token.end;
    }
    this.out.write(text.slice(done));
  }
}
