/** What a node is: plain data plus pure functions. See DESIGN: no SQL text, no data, no engine-specific branch. */
import type { z } from 'zod';
import type { Diagnostic } from './diagnostic.ts';
import type { Expression } from './expression.ts';
import type { NodeId } from './ids.ts';
import type { Relation } from './relation.ts';
import type { Schema } from './schema.ts';

export type NodeCategory =
  | 'input'
  | 'columns'
  | 'rows'
  | 'clean'
  | 'combine'
  | 'aggregate'
  | 'code'
  | 'quality'
  | 'flow'
  | 'output';

export interface InputPort {
  readonly name: string;
  /** Takes any number of edges, in order. */
  readonly many?: boolean;
  /** May stay unconnected; `lower` then gets an empty list from `many(port)`. */
  readonly optional?: boolean;
}

/** One upstream result, as a node's `lower` sees it. */
export interface BoundInput {
  /** The step it comes from. */
  readonly node: NodeId;
  readonly port: string;
  readonly relation: Relation;
  readonly schema: Schema;
}

export interface LowerContext<Params> {
  readonly params: Params;
  /** Input of a port that takes one edge. */
  readonly input: (port?: string) => BoundInput;
  /** Inputs of a port that takes many. */
  readonly many: (port?: string) => readonly BoundInput[];
  /**
   * Parses a SQL expression that the user typed. A syntax error becomes a diagnostic at the
   * character, and `lower` is left at once.
   * @param param JSON path below `params`, e.g. `expressions[0].expression`
   */
  readonly expression: (text: string, param: string) => Expression;
  /** Checks a type text, e.g. `DECIMAL(10,2)`, and gives it back in canonical form. */
  readonly type: (text: string, param: string) => string;
  /**
   * The input's column of that name, in the input's own spelling; an unknown name becomes a
   * diagnostic with near names, and `lower` is left at once.
   */
  readonly column: (input: BoundInput, name: string, param: string) => string;
  /** Leaves `lower` with a diagnostic at a param. */
  readonly fail: (problem: Omit<Diagnostic, 'severity' | 'node'>) => never;
  readonly warn: (problem: Omit<Diagnostic, 'severity' | 'node'>) => void;
}

/** What is known when a step is added. */
export interface StartInput {
  /** Names what the step reads: `orders`, `filter_dropped`; undefined while it reads nothing. */
  readonly name?: string;
  /** Id of the step that it reads. */
  readonly step?: string;
  /** Columns of what it reads, as far as they are known. */
  readonly columns: Schema;
  /** All that it reads, in the order of its ports, where that is several. */
  readonly inputs?: readonly {
    /** What its rows may be called: the step, those before it, their files. */
    readonly names: readonly string[];
    readonly columns: Schema;
  }[];
}

export interface NodeDefinition<Schema extends z.ZodType = z.ZodType> {
  /** Public id, `category.name`. */
  readonly type: string;
  /** Version of the params; a document without `version` is at 1. */
  readonly version: number;
  readonly title: string;
  readonly category: NodeCategory;
  /** One sentence: what the step does. */
  readonly description: string;
  readonly keywords: readonly string[];
  readonly params: Schema;
  /** Params of a new step, where it can do something at once that one would change; else none. */
  readonly start?: (input: StartInput) => Readonly<Record<string, unknown>>;
  readonly ports: {
    readonly in: readonly InputPort[];
    readonly out: readonly string[] | ((params: z.output<Schema>) => readonly string[]);
  };
  /** One line for the canvas. */
  readonly summarise: (params: z.output<Schema>) => string;
  /** One relation per output port; of a sink: one under the key `sink`. */
  readonly lower: (context: LowerContext<z.output<Schema>>) => Readonly<Record<string, Relation>>;
  /** `migrations[n]` turns params of version n into params of version n + 1. */
  readonly migrations?: Readonly<
    Record<number, (params: Record<string, unknown>) => Record<string, unknown>>
  >;
}

/** Node types by id. Passed into the engine: the engine never imports nodes. */
export interface NodeRegistry {
  readonly get: (type: string) => NodeDefinition | undefined;
  readonly types: () => readonly string[];
}
