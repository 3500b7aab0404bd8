/**
 * One statement of Spark's SQL for the rows of an output: a query for each step under its name, and for
 * every piece of the text the step, and the place in the user's text, that it comes from.
 */
import { nameKey } from '../../contract/schema.ts';
import type { Frame, SparkSource, SparkStep } from '../../spark/frame.ts';
import { inputsOfFrame } from '../../spark/frame.ts';
import { placeOf } from '../../spark/places.ts';
import { frameSql } from '../../spark/print/frame-sql.ts';
import { createSqlPrinter } from '../../spark/print/spark-sql.ts';
import { quoteName } from '../../spark/types.ts';
import type { TextPlace } from './marked-text.ts';
import { withMarks } from './marked-text.ts';

export interface StatementInput {
  /** All steps of the pipeline, each after those that it reads. */
  readonly steps: readonly SparkStep[];
  readonly columnsOf: (step: string) => readonly string[];
  readonly tableOf: (source: SparkSource) => string;
}

export interface Statement {
  readonly sql: string;
  /** The innermost ones last. */
  readonly places: readonly TextPlace[];
  /** Names of tables that have to be given with it. */
  readonly tables: ReadonlySet<string>;
  /** Names of the pipeline's parameters in it, written `:name`. */
  readonly parameters: ReadonlySet<string>;
}

/** Where a query stands in a pipeline: the step whose text is being printed. */
interface Output {
  /** The step that the rows are of, for errors in what is done to them last. */
  readonly node: string;
  readonly frame: Frame;
  /** What is selected of them, as SQL; absent: all columns. */
  readonly select?: string | undefined;
  readonly limit?: number | undefined;
}

export function statementOf(output: Output, input: StatementInput): Statement {
  const tables = new Set<string>();
  const parameters = new Set<string>();
  const steps = stepsBelow(output.frame, input.steps);
  const own = new Set(steps.map(({ name }) => name));
  const { text: sql, places } = withMarks((marks) => {
    let node = output.node;
    const printer = createSqlPrinter((expression, text) => {
      if (expression.kind === 'parameter') parameters.add(expression.name);
      return marks.expression(text, node, placeOf(expression));
    });
    const query = (frame: Frame): string => {
      noteTables(frame, own, input.tableOf, tables);
      return frameSql(frame, { ...input, printer });
    };
    const named = steps.map((step) => {
      node = step.node;
      return `${quoteName(step.name)} AS (${marks.step(query(step.frame), node)})`;
    });
    node = output.node;
    const all = marks.step(lastQuery(output, query(output.frame)), node);
    return named.length === 0 ? all : `WITH ${named.join(',\n')}\n${all}`;
  });
  return { sql, places, tables, parameters };
}

function lastQuery({ frame, select, limit }: Output, query: string): string {
  const end = limit === undefined ? '' : ` LIMIT ${limit}`;
  const from = frame.kind === 'step' ? quoteName(frame.name) : `(${query})`;
  return select === undefined && limit === undefined
    ? query
    : `SELECT ${select ?? '*'} FROM ${from}${end}`;
}

/** The steps that a frame needs, in their order. */
function stepsBelow(frame: Frame, steps: readonly SparkStep[]): readonly SparkStep[] {
  const known = new Map(steps.map((step) => [step.name, step]));
  const needed = new Set<string>();
  const visit = (part: Frame): void => {
    if (part.kind === 'step') {
      const step = known.get(part.name);
      if (step === undefined || needed.has(part.name)) return;
      needed.add(part.name);
      visit(step.frame);
    }
    inputsOfFrame(part).forEach(visit);
  };
  visit(frame);
  return steps.filter(({ name }) => needed.has(name));
}

/** Rows of files, and rows under a name that is no step's. */
function noteTables(
  frame: Frame,
  steps: ReadonlySet<string>,
  tableOf: StatementInput['tableOf'],
  found: Set<string>,
): void {
  if (frame.kind === 'read') found.add(tableOf(frame.source));
  if (frame.kind === 'step' && !steps.has(frame.name)) found.add(frame.name);
  for (const part of inputsOfFrame(frame)) noteTables(part, steps, tableOf, found);
}

/**
 * Names of steps, none of which is another's in other letters: Spark does not tell those apart.
 * @param taken by others
 */
export function freshNames(taken: readonly string[]): (wanted: string) => string {
  const keys = new Set(taken.map(nameKey));
  return (wanted) => {
    let name = wanted;
    for (let i = 2; keys.has(nameKey(name)); i += 1) name = `${wanted}_${i}`;
    keys.add(nameKey(name));
    return name;
  };
}
