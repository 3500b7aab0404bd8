/** What a node sees while it is lowered: its inputs, and checks that leave `lower` with a diagnostic. */
import type { Diagnostic } from '../contract/diagnostic.ts';
import type { Expression, ParameterValue } from '../contract/expression.ts';
import type { NodeId } from '../contract/ids.ts';
import type { BoundInput, LowerContext } from '../contract/node-definition.ts';
import { findColumn, formatType } from '../contract/schema.ts';
import { nameHint } from '../document/near-names.ts';
import {
  parametersOf,
  someExpression,
  substituteParameters,
  withNode,
} from '../expression/analyse.ts';
import { requiresExtension } from '../expression/functions/requirements.ts';
import { parseExpression } from '../expression/parser.ts';
import { parseType } from '../expression/types.ts';
import { unknownColumn } from './bind-error.ts';

type Problem = Omit<Diagnostic, 'severity' | 'node'>;

/** Thrown to leave `lower`; carries what to tell. */
export class LowerAbort extends Error {
  override readonly name = 'LowerAbort';
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics[0]?.message ?? 'lowering was left');
    this.diagnostics = diagnostics;
  }
}

export interface LowerSetup {
  readonly node: NodeId;
  readonly params: unknown;
  readonly inputs: ReadonlyMap<string, readonly BoundInput[]>;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Extensions that DuckDB has loaded. */
  readonly extensions: ReadonlySet<string>;
  readonly warn: (diagnostic: Diagnostic) => void;
}

export function createLowerContext(setup: LowerSetup): LowerContext<unknown> {
  const { node, inputs } = setup;
  const error = (problem: Problem): Diagnostic => ({ severity: 'error', node, ...problem });
  const fail = (problem: Problem): never => {
    throw new LowerAbort([error(problem)]);
  };
  return {
    params: setup.params,
    input: (port = 'input') =>
      inputs.get(port)?.[0] ??
      fail({ code: 'missing-input', message: `The input "${port}" is not connected.` }),
    many: (port = 'inputs') => inputs.get(port) ?? [],
    expression: (text, param) => {
      const { expression, problems } = readExpression(text, param, setup);
      if (expression !== undefined && problems.length === 0) return withNode(expression, node);
      throw new LowerAbort(problems.map(error));
    },
    type: (text, param) => {
      const parsed = parseType(text);
      if (parsed.ok) return formatType(parsed.type);
      const { message, start, end } = parsed;
      return fail({ code: 'unknown-type', message, param, start, end });
    },
    column: (input, name, param) => {
      const column = findColumn(input.schema, name);
      if (column !== undefined) return column.name;
      const { hint, ...problem } = unknownColumn(
        name,
        input.schema.map((other) => other.name),
      );
      return fail({
        ...problem,
        ...(hint === undefined ? {} : { hint }),
        param,
        start: 0,
        end: name.length,
      });
    },
    fail,
    warn: (problem) => {
      setup.warn({ severity: 'warning', node, ...problem });
    },
  };
}

interface ReadExpression {
  readonly expression?: Expression;
  readonly problems: readonly Problem[];
}

/** Parses, puts the pipeline's parameters in and refuses what cannot run. */
function readExpression(
  text: string,
  param: string,
  { parameters, extensions }: LowerSetup,
): ReadExpression {
  const parsed = parseExpression(text, param);
  if (!parsed.ok) {
    const { message, start, end, hint } = parsed;
    const hinted = hint === undefined ? {} : { hint };
    return { problems: [{ code: 'syntax-error', message, ...hinted, param, start, end }] };
  }
  const { expression } = parsed;
  const problems = [
    ...unknownParameters(expression, param, parameters),
    ...extensionProblems(expression, param, extensions),
  ];
  return { expression: substituteParameters(expression, parameters), problems };
}

function unknownParameters(
  expression: Expression,
  param: string,
  parameters: Readonly<Record<string, ParameterValue>>,
): Problem[] {
  return parametersOf(expression)
    .filter((name) => !Object.hasOwn(parameters, name))
    .map((name): Problem => ({
      code: 'unknown-parameter',
      message: `The pipeline has no parameter "$${name}".`,
      hint: parameterHint(name, parameters),
      param,
      ...placeOf(expression, (part) => part.kind === 'parameter' && part.name === name),
    }));
}

export const parameterHint = (
  name: string,
  parameters: Readonly<Record<string, ParameterValue>>,
): string =>
  nameHint(name, Object.keys(parameters)) ?? 'Declare it under the parameters of the pipeline.';

const READS_FILES = /^(read|parquet)_/;

/** What an expression uses of extensions that are not there: some of it would end DuckDB-wasm. */
export const extensionProblems = (
  expression: Expression,
  param: string,
  loaded: ReadonlySet<string>,
): Problem[] =>
  requiresExtension(expression)
    .filter(({ extension }) => !loaded.has(extension))
    .map((needed) => ({
      code: 'missing-extension',
      message: `${needed.function} needs DuckDB's ${needed.extension} extension, which is not loaded.`,
      hint: READS_FILES.test(needed.function)
        ? 'Read the file with an input step, and use the rows of that step.'
        : 'Use a function without the extension: a step cannot load one.',
      param,
      ...placeOf(expression, (part) => part.kind === 'call' && part.name === needed.function),
    }));

/** Span of the first part that satisfies the test, else of the whole. */
function placeOf(
  expression: Expression,
  test: (part: Expression) => boolean,
): Pick<Problem, 'start' | 'end'> {
  let span = expression.span;
  someExpression(expression, (part) => {
    if (part.span === undefined || !test(part)) return false;
    span = part.span;
    return true;
  });
  return span === undefined ? {} : { start: span.start, end: span.end };
}
