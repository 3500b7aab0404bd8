/** What Spark says of a statement, at the step and the place in the user's text that it is about. */
import type { EngineError } from '../../contract/errors.ts';
import { EngineFailure } from '../../contract/errors.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { QueryContext } from '../spark-connect/errors.ts';
import { SparkFailure } from '../spark-connect/errors.ts';
import type { TextPlace } from './marked-text.ts';
import { placeAround } from './marked-text.ts';
import { placesOfRaised } from './raised.ts';
import type { Statement } from './statement.ts';

/**
 * @param node the step to name where Spark tells no place
 * @returns the failure to throw
 */
export function locateFailure(
  thrown: unknown,
  { sql, places }: Pick<Statement, 'sql' | 'places'>,
  node: NodeId,
): unknown {
  if (!(thrown instanceof EngineFailure) || thrown.error.node !== undefined) return thrown;
  if (thrown.error.kind === 'cancelled') return thrown;
  const { start: _, end: __, ...error } = thrown.error;
  const cause = { cause: thrown };
  if (!(thrown instanceof SparkFailure)) return new EngineFailure({ ...error, node }, cause);
  const { errorClass, messageParameters, queryContexts } = thrown.spark;
  if (errorClass === 'USER_RAISED_EXCEPTION') {
    const message = messageParameters['errorMessage'] ?? error.message;
    const raised = { ...error, ...RAISED, message };
    const found = placesOfRaised(message, sql, places);
    return new EngineFailure({ ...raised, ...sharedPlace(found, message, node) }, cause);
  }
  const [place] = queryContexts.flatMap((context) => placeOf(context, sql, places) ?? []);
  const message = place === undefined ? error.message : withoutStatement(error.message);
  return new EngineFailure({ ...error, message, ...located(place, node) }, cause);
}

/** A position in the statement says nothing to who did not write it, nor does advice about Spark's settings. */
const withoutStatement = (message: string): string =>
  message
    .replace(/\n== SQL[\s\S]*$/, '')
    .replace(/^\[[A-Z_.]+\] /, '')
    .replace(/ SQLSTATE: \w+$/, '')
    .replace(/ If necessary set "?spark\.[^]*$/, '')
    .trim();

/** The data are wrong: what raises errors are translations of DuckDB's casts and functions. */
const RAISED = {
  kind: 'user',
  code: 'spark-data',
  hint: 'Clean or cast the values before the step.',
} as const;

type Located = Pick<EngineError, 'node' | 'param' | 'start' | 'end'>;

function located(place: TextPlace | undefined, node: NodeId): Located {
  if (place === undefined) return { node };
  const { from } = place;
  const step = { node: place.node as NodeId };
  return from === undefined
    ? step
    : { ...step, param: from.param, start: from.start, end: from.end };
}

/** Where several can have raised it, no more than they have in common. */
function sharedPlace(
  found: readonly TextPlace[],
  message: string,
  node: NodeId,
): Located & { readonly message: string } {
  const [first] = found;
  const nodes = [...new Set(found.map((place) => place.node))];
  const among = nodes.length > 1 ? ` (one of the steps ${nodes.join(', ')})` : '';
  const whole = { message: `${message}${among}` };
  if (found.length === 1) return { ...located(first, node), ...whole };
  if (first === undefined || nodes.length > 1) return { node, ...whole };
  const params = new Set(found.map(({ from }) => from?.param));
  const [param] = params;
  const step = { node: first.node as NodeId, ...whole };
  return params.size === 1 && param !== undefined ? { ...step, param } : step;
}

function placeOf(
  { kind, fragment, start, end, objectName }: QueryContext,
  sql: string,
  places: readonly TextPlace[],
): TextPlace | undefined {
  // A view of the cluster has a text of its own.
  if (kind !== 'sql' || start === undefined || end === undefined || objectName !== undefined) {
    return undefined;
  }
  const range = rangeOf(fragment, start, end, sql);
  return range && placeAround(places, range.start, range.end);
}

/**
 * Spark's parser counts whole characters, JavaScript those of UTF-16. Where the fragment does not stand
 * at the place that is told, it is looked for, and taken where it stands once.
 */
function rangeOf(
  fragment: string,
  start: number,
  end: number,
  sql: string,
): { readonly start: number; readonly end: number } | undefined {
  const text = sql.slice(start, end);
  if (fragment === '' || text === fragment) return { start, end };
  const characters = Array.from(sql);
  const before = characters.slice(0, start).join('').length;
  const counted = { start: before, end: before + characters.slice(start, end).join('').length };
  if (sql.slice(counted.start, counted.end) === fragment) return counted;
  const found = sql.indexOf(fragment);
  if (found < 0 || sql.includes(fragment, found + 1)) return undefined;
  return { start: found, end: found + fragment.length };
}
