/**
 * Window functions. Rows keep the input's order, and where equal sort keys would leave the answer
 * open, the input's order decides: an ordinal is computed below and becomes the last sort key.
 * It must not be added where peers (rows with equal keys) belong together: ranks and RANGE frames.
 */
import type {
  Call,
  Expression,
  FrameBound,
  WindowCall,
  WindowFrame,
} from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import type { NamedWindow, Window } from '../contract/relation.ts';
import type { EmitContext } from './emit-context.ts';
import { named } from './emit-context.ts';
import { ORDER_SENSITIVE, breakTies } from './emit-aggregate.ts';
import { numbered } from './emit-rows.ts';
import type { Query } from './query.ts';
import { openSelect, selectFrom } from './query.ts';
import { joinSql, sql } from './writer.ts';

/** Functions that see the whole partition in order, whatever the frame. */
export const FRAMELESS: ReadonlySet<string> = new Set(['row_number', 'ntile', 'lag', 'lead']);

/** Functions of the peers: equal keys must give equal answers. */
const RANKS: ReadonlySet<string> = new Set([
  'rank',
  'dense_rank',
  'rank_dense',
  'percent_rank',
  'cume_dist',
]);

const bound = (kind: 'unbounded-preceding' | 'unbounded-following'): FrameBound => ({ kind });

const WHOLE_PARTITION: WindowFrame = {
  unit: 'rows',
  start: bound('unbounded-preceding'),
  end: bound('unbounded-following'),
};

/** The window with the input's order as the last word on ties. */
export function breakWindowTies(window: WindowCall, ordinal: string): WindowCall {
  const { call, orderBy, frame } = window;
  const key = ex.key(ex.column(ordinal));
  const ordered: WindowCall = { ...window, orderBy: [...orderBy, key] };
  if (FRAMELESS.has(call.name)) {
    return call.orderBy === undefined ? ordered : { ...window, call: breakTies(call, ordinal) };
  }
  if (RANKS.has(call.name)) return window;
  const sensitive = ORDER_SENSITIVE.has(call.name);
  if (call.orderBy !== undefined) {
    return sensitive ? { ...window, call: breakTies(call, ordinal) } : window;
  }
  if (frame?.unit === 'rows') return ordered;
  if (!sensitive) return window;
  // Without keys and frame the frame is the whole partition; an added key would cut it short.
  if (orderBy.length === 0 && frame === undefined) return { ...ordered, frame: WHOLE_PARTITION };
  if (call.distinct === true) return window;
  // The frame keeps its peers; within it, rows are put in order.
  return { ...window, call: { ...call, orderBy: [...orderBy, key] } };
}

/**
 * DuckDB 1.4.3 gives null for `nth_value(x, n ORDER BY …)` where the frame has n rows and no more: the
 * nth one is the last one there.
 */
function mendNthValue(window: WindowCall): Expression {
  const { call } = window;
  const [value, n] = call.args;
  if (call.name !== 'nth_value' || call.orderBy === undefined) return window;
  if (value === undefined || n === undefined) return window;
  const counted = ex.call('count', ...(call.ignoreNulls === true ? [value] : []));
  const rows: Call = call.filter === undefined ? counted : { ...counted, filter: call.filter };
  const last: Call = { ...call, name: 'last_value', args: [value] };
  return {
    kind: 'case',
    branches: [
      {
        when: ex.binary('=', { ...window, call: rows }, n),
        then: { ...window, call: last },
      },
    ],
    otherwise: window,
  };
}

/** `row_number() OVER ()` alone streams: nothing is sorted, nothing is put back in order. */
const streams = ({ window }: NamedWindow): boolean =>
  window.call.name === 'row_number' &&
  window.call.orderBy === undefined &&
  window.partitionBy.length === 0 &&
  window.orderBy.length === 0;

export function emitWindow(context: EmitContext, window: Window): Query {
  const items = (ordinal?: string) =>
    joinSql(
      window.expressions.map(({ name, window: call }) =>
        named(
          context.expression(
            mendNthValue(ordinal === undefined ? call : breakWindowTies(call, ordinal)),
          ),
          name,
        ),
      ),
      ', ',
    );
  if (window.expressions.every(streams) || context.isOrdered?.(window.input) === false) {
    const input = openSelect(context.query(window.input));
    return window.expressions.length === 0 ? input : { ...input, columns: sql`*, ${items()}` };
  }
  const { table, columns, name, ordinal } = numbered(context, window.input);
  return { ...selectFrom(table), columns: sql`${columns}, ${items(name)}`, orderBy: ordinal };
}
