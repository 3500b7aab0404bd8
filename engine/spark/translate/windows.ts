/** Calls over windows. */
import type { WindowCall } from '../../contract/expression.ts';
import type { SparkExpression, SparkWindow } from '../expression.ts';
import { sx } from '../expression.ts';
import { hasAggregate, mapAggregates } from '../map-parts.ts';
import { refuse } from '../refusal.ts';
import { is } from '../types.ts';
import { FRAMELESS, NEEDS_ORDER, callOf } from './calls.ts';
import { translateFrame } from './frames.ts';
import type { PartTranslator } from './parts.ts';
import { resultOf } from './parts.ts';
import type { Typed } from './typed.ts';
import { as, typed } from './typed.ts';

const refuseUnordered = (name: string): never =>
  refuse(
    `Spark cannot tell the order of the rows that ${name}() goes by.`,
    'Give the step an order.',
  );

/** The call's own translation with each of its aggregates over the window. */
export function translateWindow(parts: PartTranslator, window: WindowCall): Typed {
  const { call, partitionBy, orderBy } = window;
  const value = callOf(parts, call, window);
  if (!hasAggregate(value.expression)) {
    return refuse(`${call.name}() over a window has no counterpart in Spark.`);
  }
  const frame = frameOf(parts, window);
  // A range of days is one of their numbers.
  const measured =
    frame?.unit === 'range' && [frame.start, frame.end].some((bound) => typeof bound === 'number');
  const spec = {
    partitionBy: partitionBy.map((part) => parts.translate(part).expression),
    orderBy: orderBy.map((key) => {
      const translated = parts.key(key);
      if (!measured || !is(resultOf(parts.typeOf(key.expression)), 'DATE')) return translated;
      return { ...translated, expression: sx.call('unix_date', translated.expression) };
    }),
    ...(call.ignoreNulls === true ? { ignoreNulls: true } : {}),
  };
  const over = mapAggregates(value.expression, (inner): SparkExpression => {
    if (inner.distinct === true) return refuse('Spark takes no DISTINCT over a window.');
    if (orderBy.length === 0 && NEEDS_ORDER.has(inner.name)) return refuseUnordered(call.name);
    const framed = frame === undefined || FRAMELESS.has(inner.name) ? {} : { frame };
    return { kind: 'window', call: inner, ...spec, ...framed };
  });
  const result = resultOf(parts.typeOf(window));
  return typed(as(typed(over, value.type), result), result);
}

function frameOf(
  parts: PartTranslator,
  { call, orderBy, frame }: WindowCall,
): SparkWindow['frame'] {
  if (frame === undefined) return undefined;
  const [key] = orderBy;
  const type = key === undefined ? undefined : resultOf(parts.typeOf(key.expression));
  const translated = translateFrame(frame, type);
  if (orderBy.length > 0 || translated === undefined) return translated;
  const whole =
    translated.start === 'unbounded-preceding' && translated.end === 'unbounded-following';
  return whole ? undefined : refuseUnordered(call.name);
}
