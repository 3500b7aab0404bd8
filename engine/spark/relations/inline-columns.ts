/** Windows that a step puts beside its expressions, written inside of these: Spark lets them stand there. */
import { sameName } from '../../contract/schema.ts';
import type { SparkExpression } from '../expression.ts';
import { partsOf } from '../expression.ts';
import type { Frame, SparkNamed } from '../frame.ts';
import { mapParts } from '../map-parts.ts';

interface Inlined {
  readonly input: Frame;
  readonly columns: readonly SparkNamed[];
  /** Columns of the input. */
  readonly before: readonly string[];
}

/**
 * @param input adds windows under new names
 * @param columns made of its columns
 * @returns undefined where a window is a column of its own, or is used at more than one place
 */
export function inlined(
  input: Frame,
  columns: readonly SparkNamed[],
  before: readonly string[],
): Inlined | undefined {
  if (input.kind !== 'with-columns') return undefined;
  const made = new Map(input.columns.map(({ name, expression }) => [name, expression]));
  const once = input.columns.every(
    ({ name }) => columns.reduce((sum, each) => sum + uses(each.expression, name), 0) === 1,
  );
  const given = columns.some(
    ({ expression }) => expression.kind === 'column' && made.has(expression.name),
  );
  if (!once || given) return undefined;
  return {
    input: input.input,
    columns: columns.map(({ name, expression }) => ({ name, expression: fill(expression, made) })),
    before: before.filter((name) => !made.has(name)),
  };
}

/** Windows may stand in neither; functions of ours may use what they are given more than once. */
const APART: ReadonlySet<string> = new Set(['lambda', 'window', 'helper']);

/** How often an expression reads a column, too often where a window may not stand. */
function uses(expression: SparkExpression, name: string): number {
  if (expression.kind === 'column') return sameName(expression.name, name) ? 1 : 0;
  const inside = partsOf(expression).reduce((sum, part) => sum + uses(part, name), 0);
  return APART.has(expression.kind) ? inside * 2 : inside;
}

const fill = (
  expression: SparkExpression,
  made: ReadonlyMap<string, SparkExpression>,
): SparkExpression =>
  expression.kind === 'column'
    ? (made.get(expression.name) ?? expression)
    : mapParts(expression, (part) => fill(part, made));
