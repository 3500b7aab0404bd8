/** Calls: arguments, DISTINCT, ORDER BY, FILTER, OVER. */
import type {
  Call,
  Expression,
  FrameBound,
  SortKey,
  Span,
  StructLiteral,
  WindowFrame,
} from '../../contract/expression.ts';
import type { Access, Located } from './associate.ts';
import { NotExpressible } from './associate.ts';
import type { Raw, Reader } from './reader.ts';
import { field, list, variant } from './reader.ts';

const SCHEMAS: ReadonlySet<string> = new Set([
  'main',
  'system',
  'pg_catalog',
  'information_schema',
]);

export function convertCall(r: Reader, payload: Raw): Located {
  const name = field(payload, 'name');
  const parts = list(name);
  const target = parts.length > 1 ? methodTarget(r, parts.length - 1) : undefined;
  const start = target?.span?.start ?? r.startOfNext();
  const built = finishCall(r, payload);
  const node = built.apply(target, r.span(start, built.end));
  return { node, start, end: built.end };
}

/** `column.field.f(…)`: what stands before the last dot. DuckDB reads it as `f(column.field, …)`. */
function methodTarget(r: Reader, parts: number): Expression {
  const first = r.take('c');
  const name = r.name(first);
  if (SCHEMAS.has(name.toLowerCase())) throw new NotExpressible('a function of a schema');
  let node: Expression = { kind: 'column', name, span: r.span(r.start(first), r.end(first)) };
  for (let i = 1; i < parts; i += 1) {
    r.take('.');
    const item = r.take('c');
    const span = r.span(r.start(first), r.end(item));
    node = { kind: 'field', operand: node, name: r.name(item), span };
  }
  r.take('.');
  return node;
}

export function methodCall(r: Reader, payload: Raw): Access {
  const start = r.start(r.take('.'));
  const built = finishCall(r, payload);
  return { start, end: built.end, apply: built.apply };
}

interface BuiltCall {
  readonly end: number;
  readonly apply: (target: Expression | undefined, span: Span) => Expression;
}

/** From the function's name on. */
function finishCall(r: Reader, payload: Raw): BuiltCall {
  const nameItem = r.take('f');
  const nameToken = r.token(nameItem);
  const open = r.peek()?.text === '(' ? r.take('(') : undefined;
  if (open === undefined) throw new NotExpressible('a call without brackets');
  const rawArgs = field(field(field(payload, 'args'), 'List'), 'args');
  const distinct = r.accept('distinct') !== undefined;
  if (!distinct) r.accept('all');
  const named = list(rawArgs).some((raw) => variant(raw)[0] === 'Named');
  if (named && nameToken.value.toLowerCase() !== 'struct_pack') {
    throw new NotExpressible('named arguments');
  }
  const fields = named ? structFields(r, list(rawArgs)) : undefined;
  const args = named ? [] : argumentsOf(r, list(rawArgs));
  const orderBy = r.accept('order by') === undefined ? [] : convertKeys(r, orderClause(payload));
  let end = r.end(r.take(')'));
  const callEnd = end;
  const filter = filterOf(r, payload);
  if (filter !== undefined) end = filter.end;
  const window = r.accept('over') === undefined ? undefined : windowOf(r, payload);
  const apply = (target: Expression | undefined, span: Span): Expression => {
    if (fields !== undefined && target === undefined) {
      return { kind: 'struct', fields, span } satisfies StructLiteral;
    }
    const all = target === undefined ? args : [target, ...args];
    const call: Call = {
      kind: 'call',
      ...rewriteForm(nameItem.form, nameToken.value.toLowerCase(), all),
      ...(distinct ? { distinct } : {}),
      ...(filter === undefined ? {} : { filter: filter.node }),
      ...(orderBy.length === 0 ? {} : { orderBy }),
      ...(open.ignoreNulls === true ? { ignoreNulls: true } : {}),
      span: window === undefined ? span : { ...span, end: filter?.end ?? callEnd },
    };
    if (window === undefined) return call;
    const { partitionBy, orderBy: order, frame } = window;
    return {
      kind: 'window',
      call,
      partitionBy,
      orderBy: order,
      ...(frame === undefined ? {} : { frame }),
      span,
    };
  };
  return { end: window?.end ?? end, apply };
}

/** Calls written with words between their arguments, as the functions they stand for. */
function rewriteForm(
  form: string | undefined,
  name: string,
  args: readonly Expression[],
): { readonly name: string; readonly args: readonly Expression[] } {
  const [first, second, third] = args;
  switch (form) {
    case 'extract': {
      if (first === undefined || second === undefined) break;
      const part = first.kind === 'column' ? first.name.toLowerCase() : undefined;
      const text: Expression =
        part === undefined
          ? first
          : {
              kind: 'literal',
              type: 'VARCHAR',
              value: part,
              ...(first.span === undefined ? {} : { span: first.span }),
            };
      return { name: 'date_part', args: [text, second] };
    }
    case 'position':
      if (first === undefined || second === undefined) break;
      return { name: 'instr', args: [second, first] };
    case 'substring for':
      if (first === undefined || second === undefined) break;
      return { name, args: [first, { kind: 'literal', type: 'INTEGER', value: '1' }, second] };
    case 'substring for from':
      if (first === undefined || second === undefined || third === undefined) break;
      return { name, args: [first, third, second] };
    case 'trim both':
    case 'trim leading':
    case 'trim trailing': {
      const trim = form === 'trim both' ? 'trim' : form === 'trim leading' ? 'ltrim' : 'rtrim';
      return { name: trim, args: args.toReversed() };
    }
    case undefined:
    default:
      break;
  }
  return { name, args };
}

function argumentsOf(r: Reader, raws: readonly Raw[]): Expression[] {
  if (r.accept('*') !== undefined) return [];
  return r.convertList(
    raws.map((raw) => {
      const [, argument] = variant(raw);
      const [kind, expression] = variant(argument);
      if (kind !== 'Expr') throw new NotExpressible(kind);
      return expression;
    }),
  );
}

function structFields(r: Reader, raws: readonly Raw[]): StructLiteral['fields'] {
  return raws.map((raw, i) => {
    if (i > 0) r.take(',');
    const [kind, argument] = variant(raw);
    if (kind !== 'Named') throw new NotExpressible('a field without a name');
    const name = r.name(r.take('c'));
    r.take(':=');
    return { name, value: r.convert(field(field(argument, 'arg'), 'Expr')).node };
  });
}

function orderClause(payload: Raw): readonly Raw[] {
  const clauses = list(field(field(field(payload, 'args'), 'List'), 'clauses'));
  const [clause] = clauses;
  if (clauses.length !== 1 || clause === undefined) throw new NotExpressible('call clauses');
  const [kind, keys] = variant(clause);
  if (kind !== 'OrderBy') throw new NotExpressible(kind);
  return list(keys);
}

function convertKeys(r: Reader, raws: readonly Raw[]): SortKey[] {
  return raws.map((raw, i) => {
    if (i > 0) r.take(',');
    const expression = r.convert(field(raw, 'expr')).node;
    const direction = r.accept('desc') === undefined ? 'asc' : 'desc';
    if (direction === 'asc') r.accept('asc');
    const nulls = r.accept('nulls first') === undefined ? 'last' : 'first';
    if (nulls === 'last') r.accept('nulls last');
    return { expression, direction, nulls };
  });
}

function filterOf(r: Reader, payload: Raw): Located | undefined {
  if (r.accept('filter') === undefined) return undefined;
  const start = r.start(r.take('(where'));
  const { node } = r.convert(field(payload, 'filter'));
  return { node, start, end: r.end(r.take(')')) };
}

interface Window {
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly SortKey[];
  readonly frame?: WindowFrame;
  readonly end: number;
}

function windowOf(r: Reader, payload: Raw): Window {
  const spec = field(field(payload, 'over'), 'WindowSpec');
  const open = r.take('(');
  const partitionBy =
    r.accept('partition by') === undefined ? [] : r.convertList(list(field(spec, 'partition_by')));
  const orderBy =
    r.accept('order by') === undefined ? [] : convertKeys(r, list(field(spec, 'order_by')));
  const rawFrame = field(spec, 'window_frame');
  const frame =
    rawFrame === undefined || rawFrame === null ? undefined : frameOf(r, rawFrame, open.exclude);
  if (frame === undefined && open.exclude !== undefined) throw new NotExpressible('exclude');
  const end = r.end(r.take(')'));
  return { partitionBy, orderBy, ...(frame === undefined ? {} : { frame }), end };
}

function frameOf(r: Reader, raw: Raw, exclude: string | undefined): WindowFrame {
  const unit = r.take().text as WindowFrame['unit'];
  const between = r.accept('between') !== undefined;
  const start = boundOf(r, field(raw, 'start_bound'));
  if (between) r.take('and');
  const end: FrameBound = between ? boundOf(r, field(raw, 'end_bound')) : { kind: 'current-row' };
  return {
    unit,
    start,
    end,
    ...(exclude === undefined ? {} : { exclude: exclude as 'current row' | 'group' | 'ties' }),
  };
}

function boundOf(r: Reader, raw: Raw): FrameBound {
  if (r.accept('unbounded preceding') !== undefined) return { kind: 'unbounded-preceding' };
  if (r.accept('unbounded following') !== undefined) return { kind: 'unbounded-following' };
  if (r.accept('current row') !== undefined) return { kind: 'current-row' };
  const [kind, payload] = variant(raw);
  const offset = r.convert(payload).node;
  r.take(kind === 'Preceding' ? 'preceding' : 'following');
  return { kind: kind === 'Preceding' ? 'preceding' : 'following', offset };
}
