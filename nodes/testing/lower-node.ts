/** Lowers one node in a test, over made-up inputs. */
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import type { Expression } from '../../engine/contract/expression.ts';
import { nodeId } from '../../engine/contract/ids.ts';
import type { BoundInput, LowerContext } from '../../engine/contract/node-definition.ts';
import { parseType } from '../../engine/contract/parse-type.ts';
import { rel } from '../../engine/contract/rel.ts';
import type { Relation } from '../../engine/contract/relation.ts';
import { findColumn, formatType } from '../../engine/contract/schema.ts';
import { registry } from '../registry.ts';

type Problem = Omit<Diagnostic, 'severity' | 'node'>;

/** What `context.fail` throws here. */
export class LowerFailure extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(`${problem.code} at ${problem.param ?? '?'}: ${problem.message}`);
    this.problem = problem;
  }
}

/** An input with columns given as name and type text, e.g. `{ id: 'INTEGER' }`. */
export function inputOf(columns: Readonly<Record<string, string>>, node = 'source'): BoundInput {
  const schema = Object.entries(columns).map(([name, type]) => ({ name, type: parseType(type) }));
  const relation = rel.scan({ format: 'inline', columns: schema, rows: [] });
  return { node: nodeId(node), port: 'output', relation, schema };
}

export interface LowerOptions {
  /** Per port; a list for a port that takes many. */
  readonly inputs?: Readonly<Record<string, BoundInput | readonly BoundInput[]>>;
  /** What a text parses to; a text that is not here is opaque. */
  readonly expressions?: Readonly<Record<string, Expression>>;
  /** What the node warns of. */
  readonly warn?: (problem: Problem) => void;
}

const opaque = (text: string): Expression => ({
  kind: 'opaque',
  text,
  identifiers: text.match(/[A-Za-z_]\w*/g) ?? [],
});

const fail = (problem: Problem): never => {
  throw new LowerFailure(problem);
};

/** Parses params as the engine does; throws with zod's message. */
export function parseParams(type: string, params: unknown): unknown {
  const definition = registry.get(type);
  if (definition === undefined) throw new Error(`no node type ${type}`);
  return definition.params.parse(params);
}

/** The problems that a node finds in its params: `path: message`. */
export function paramProblems(type: string, params: unknown): string[] {
  const result = registry.get(type)?.params.safeParse(params);
  if (result === undefined) throw new Error(`no node type ${type}`);
  return result.success
    ? []
    : result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

export function lowerNode(
  type: string,
  params: unknown,
  options: LowerOptions = {},
): Readonly<Record<string, Relation>> {
  const definition = registry.get(type);
  if (definition === undefined) throw new Error(`no node type ${type}`);
  const inputs = options.inputs ?? {};
  const context: LowerContext<unknown> = {
    params: definition.params.parse(params),
    input: (port = 'input') => {
      const bound = inputs[port];
      if (bound === undefined || Array.isArray(bound)) throw new Error(`no single input ${port}`);
      return bound as BoundInput;
    },
    many: (port = 'inputs') => [inputs[port] ?? []].flat(),
    expression: (text) => options.expressions?.[text] ?? opaque(text),
    type: (text) => formatType(parseType(text)),
    column: (input, name, param) =>
      findColumn(input.schema, name)?.name ??
      fail({ code: 'unknown-column', message: `There is no column "${name}".`, param }),
    fail,
    warn: options.warn ?? (() => undefined),
  };
  return definition.lower(context);
}

/** The problem a node finds while lowering. */
export function lowerProblem(type: string, params: unknown, options: LowerOptions = {}): Problem {
  try {
    lowerNode(type, params, options);
  } catch (thrown) {
    if (thrown instanceof LowerFailure) return thrown.problem;
    throw thrown;
  }
  throw new Error(`${type} found no problem`);
}
