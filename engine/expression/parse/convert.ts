/** The library's tree, with the tokens it came from, as the contract's AST. */
import type { Expression } from '../../contract/expression.ts';
import type { Located, Part } from './associate.ts';
import { NotExpressible, associate } from './associate.ts';
import { BARE_WORDS } from './bare-words.ts';
import { convertCall, methodCall } from './convert-call.ts';
import { numberType } from './literals.ts';
import type { Raw } from './reader.ts';
import type { Reader } from './reader.ts';
import { field, list, variant } from './reader.ts';
import { canonicalType } from '../types.ts';
import { INTERVAL_UNIT } from './keywords.ts';

/** One expression: a run of operands and operators, put in order by DuckDB's precedences. */
export function convert(r: Reader, raw: Raw): Located {
  const parts: Part[] = [];
  collect(r, raw, parts);
  return associate(parts, r.param);
}

/** Operands and operators of a tree in the order of the text. */
function collect(r: Reader, raw: Raw, parts: Part[]): void {
  const [name, payload] = variant(raw);
  switch (name) {
    case 'BinaryOp':
      collect(r, field(payload, 'left'), parts);
      takeOperator(r, parts);
      collect(r, field(payload, 'right'), parts);
      return;
    case 'UnaryOp':
      takeOperator(r, parts);
      collect(r, field(payload, 'expr'), parts);
      return;
    case 'Cast':
      if (field(payload, 'kind') !== 'DoubleColon') break;
      collect(r, field(payload, 'expr'), parts);
      if (r.peek()?.operator === undefined) takeCast(r, parts);
      else takeOperator(r, parts);
      return;
    case 'CompoundIdentifier':
      list(payload).forEach((_, i) => (i === 0 ? takeColumn(r, parts) : takeField(r, parts)));
      return;
    case 'CompoundFieldAccess':
      collect(r, field(payload, 'root'), parts);
      for (const access of list(field(payload, 'access_chain'))) collectAccess(r, access, parts);
      return;
  }
  parts.push({ kind: 'operand', operand: primary(r, name, payload) });
}

function takeOperator(r: Reader, parts: Part[]): void {
  const item = r.take();
  if (item.operator === undefined) throw new NotExpressible(`no operator: ${item.text}`);
  parts.push({
    kind: 'operator',
    operator: item.operator,
    start: r.start(item),
    end: r.end(item),
  });
}

function takeCast(r: Reader, parts: Part[]): void {
  const start = r.start(r.take('::'));
  const item = r.take('int');
  const type = r.source(item);
  parts.push({
    kind: 'access',
    access: {
      start,
      end: r.end(item),
      apply: (operand, span) => ({ kind: 'cast', operand, type, try: false, span }),
    },
  });
}

function takeColumn(r: Reader, parts: Part[]): void {
  const item = r.take('c');
  const [start, end] = [r.start(item), r.end(item)];
  const node = { kind: 'column', name: r.name(item), span: r.span(start, end) } as const;
  parts.push({ kind: 'operand', operand: { node, start, end } });
}

function takeField(r: Reader, parts: Part[]): void {
  const start = r.start(r.take('.'));
  const item = r.take('c');
  const name = r.name(item);
  parts.push({
    kind: 'access',
    access: {
      start,
      end: r.end(item),
      apply: (operand, span) => ({ kind: 'field', operand, name, span }),
    },
  });
}

function collectAccess(r: Reader, raw: Raw, parts: Part[]): void {
  const [name, payload] = variant(raw);
  if (name === 'Dot') {
    const [member, call] = variant(payload);
    if (member === 'Identifier') takeField(r, parts);
    else if (member === 'Function') parts.push({ kind: 'access', access: methodCall(r, call) });
    else throw new NotExpressible(member);
    return;
  }
  const start = r.start(r.take('['));
  const [form, bounds] = variant(payload);
  if (form === 'Index') {
    const index = convert(r, field(bounds, 'index')).node;
    const end = r.end(r.take(']'));
    parts.push({
      kind: 'access',
      access: { start, end, apply: (operand, span) => ({ kind: 'index', operand, index, span }) },
    });
    return;
  }
  const bound = (key: string): { value?: Expression } => {
    const raw = field(bounds, key);
    return raw === undefined || raw === null ? {} : { value: convert(r, raw).node };
  };
  const from = bound('lower_bound').value;
  r.take(':');
  const to = bound('upper_bound').value;
  const step = r.accept(':') === undefined ? undefined : bound('stride').value;
  if (step !== undefined) throw new NotExpressible('slice with a step');
  const end = r.end(r.take(']'));
  parts.push({
    kind: 'access',
    access: {
      start,
      end,
      apply: (operand, span) => ({
        kind: 'slice',
        operand,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        span,
      }),
    },
  });
}

function primary(r: Reader, name: string, payload: Raw): Located {
  const first = r.peek();
  if (first === undefined) throw new NotExpressible('no token');
  const start = r.start(first);
  /** Wraps a node that ends with the item given. */
  const upTo = (end: number, node: Expression): Located => ({ node, start, end });
  switch (name) {
    case 'Identifier': {
      const item = r.take();
      if (item.opaque === true) return upTo(r.end(item), r.opaque(item));
      if (item.text !== 'c') throw new NotExpressible(item.text);
      const span = r.span(start, r.end(item));
      const token = r.token(item);
      if (token.kind === 'word' && BARE_WORDS.has(token.value)) {
        return upTo(r.end(item), { kind: 'call', name: token.value, args: [], span });
      }
      return upTo(r.end(item), { kind: 'column', name: r.name(item), span });
    }
    case 'Value':
      return value(r);
    case 'TypedString': {
      const type = canonicalType(r.source(r.take('date')));
      const item = r.take("'s'");
      const span = r.span(start, r.end(item));
      const text = r.token(item).value;
      return upTo(r.end(item), { kind: 'literal', type, value: text, span });
    }
    case 'Nested': {
      r.take('(');
      const inner = convert(r, payload);
      const end = r.end(r.take(')'));
      return { node: inner.node, start, end, group: [inner.node] };
    }
    case 'Tuple': {
      r.take('(');
      const args = r.convertList(list(payload));
      const end = r.end(r.take(')'));
      const node = { kind: 'call', name: 'row', args, span: r.span(start, end) } as const;
      return { node, start, end, group: args };
    }
    case 'Array': {
      r.take('[');
      const items = r.convertList(list(field(payload, 'elem')));
      const end = r.end(r.take(']'));
      return upTo(end, { kind: 'list', items, span: r.span(start, end) });
    }
    case 'Dictionary':
      return struct(r, list(payload));
    case 'Map':
      return map(r, list(field(payload, 'entries')));
    case 'Cast': {
      const isTry = r.take().text === 'try_cast';
      r.take('(');
      const operand = convert(r, field(payload, 'expr')).node;
      r.take('as');
      const type = r.source(r.take('int'));
      const end = r.end(r.take(')'));
      return upTo(end, { kind: 'cast', operand, type, try: isTry, span: r.span(start, end) });
    }
    case 'Case':
      return caseWhen(r, payload);
    case 'Interval':
      return interval(r, payload);
    case 'Lambda':
      return lambda(r, payload);
    case 'Function':
      return convertCall(r, payload);
    default:
      throw new NotExpressible(name);
  }
}

function value(r: Reader): Located {
  const item = r.take();
  const [start, end] = [r.start(item), r.end(item)];
  const token = r.token(item);
  const span = r.span(start, end);
  const literal = (type: string, text: string | null): Located => ({
    node: { kind: 'literal', type, value: text, span },
    start,
    end,
  });
  switch (token.kind) {
    case 'string':
      return literal('VARCHAR', token.value);
    case 'number':
      return literal(numberType(token.value) ?? 'DOUBLE', token.value);
    case 'parameter':
      return { node: { kind: 'parameter', name: token.value, span }, start, end };
    default:
      return token.value === 'null' ? literal('"NULL"', null) : literal('BOOLEAN', token.value);
  }
}

function struct(r: Reader, raws: readonly Raw[]): Located {
  const start = r.start(r.take('{'));
  const fields = raws.map((raw, i) => {
    if (i > 0) r.take(',');
    const name = r.name(r.take());
    r.take(':');
    return { name, value: convert(r, field(raw, 'value')).node };
  });
  const end = r.end(r.take('}'));
  return { node: { kind: 'struct', fields, span: r.span(start, end) }, start, end };
}

/** `MAP {k: v}` is `map([k], [v])`, as DuckDB's own parser reads it. */
function map(r: Reader, raws: readonly Raw[]): Located {
  const start = r.start(r.take('map'));
  r.take('{');
  const keys: Expression[] = [];
  const values: Expression[] = [];
  raws.forEach((raw, i) => {
    if (i > 0) r.take(',');
    keys.push(convert(r, field(raw, 'key')).node);
    r.take(':');
    values.push(convert(r, field(raw, 'value')).node);
  });
  const end = r.end(r.take('}'));
  const args =
    raws.length === 0
      ? []
      : ([
          { kind: 'list', items: keys },
          { kind: 'list', items: values },
        ] as const);
  return { node: { kind: 'call', name: 'map', args, span: r.span(start, end) }, start, end };
}

function caseWhen(r: Reader, payload: Raw): Located {
  const start = r.start(r.take('case'));
  const rawOperand = field(payload, 'operand');
  const operand =
    rawOperand === undefined || rawOperand === null ? undefined : convert(r, rawOperand).node;
  const branches = list(field(payload, 'conditions')).map((raw) => {
    r.take('when');
    const when = convert(r, field(raw, 'condition')).node;
    r.take('then');
    return { when, then: convert(r, field(raw, 'result')).node };
  });
  const otherwise =
    r.accept('else') === undefined ? undefined : convert(r, field(payload, 'else_result')).node;
  const end = r.end(r.take('end'));
  return {
    node: {
      kind: 'case',
      ...(operand === undefined ? {} : { operand }),
      branches,
      ...(otherwise === undefined ? {} : { otherwise }),
      span: r.span(start, end),
    },
    start,
    end,
  };
}

function interval(r: Reader, payload: Raw): Located {
  const start = r.start(r.take('interval'));
  const amount = convert(r, field(payload, 'value'));
  const item = r.accept('day');
  if (item === undefined) {
    const { end } = amount;
    return { node: { kind: 'interval', value: amount.node, span: r.span(start, end) }, start, end };
  }
  const end = r.end(item);
  const unit = singularUnit(r.token(item).value);
  const node = { kind: 'interval', value: amount.node, unit, span: r.span(start, end) } as const;
  return { node, start, end };
}

const IRREGULAR: Readonly<Record<string, string>> = {
  millennia: 'millennium',
  millenniums: 'millennium',
  centuries: 'century',
};

const singularUnit = (unit: string): string =>
  INTERVAL_UNIT.test(unit) ? (IRREGULAR[unit] ?? unit.replace(/s$/, '')) : unit;

function lambda(r: Reader, payload: Raw): Located {
  const keyword = r.accept('lambda');
  const open = keyword === undefined ? r.accept('(') : undefined;
  const start = r.startOfNext(keyword ?? open);
  const params: string[] = [];
  do params.push(r.name(r.take('c')));
  while (r.accept(',') !== undefined);
  if (open !== undefined) r.take(')');
  r.take(keyword === undefined ? '->' : ':');
  const body = convert(r, field(payload, 'body'));
  const { end } = body;
  return {
    node: { kind: 'lambda', params, body: body.node, span: r.span(start, end) },
    start,
    end,
  };
}
