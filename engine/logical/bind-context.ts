/** What the binding of one kind of relation gets and gives. */
import type { Describe } from '../contract/describe.ts';
import type { Diagnostic } from '../contract/diagnostic.ts';
import type { Expression } from '../contract/expression.ts';
import type { NodeId } from '../contract/ids.ts';
import type { Relation, Scan, StageOutput } from '../contract/relation.ts';
import { inputsOf, withInputs } from '../contract/relation.ts';
import type { Column, ColumnType, Schema } from '../contract/schema.ts';
import { formatType, nameKey } from '../contract/schema.ts';
import { NO_COLUMNS } from '../sql/emit-context.ts';
import { emitTypedEmpty } from '../sql/emit-empty.ts';
import { emitRelation } from '../sql/emit-relation.ts';
import { bindDiagnostic } from './bind-error.ts';
import type { Place } from './type-expressions.ts';
import { UNBOUND_OFFSET, at, spanOf, typesOf } from './type-expressions.ts';

export type SourceSchema = (scan: Scan) => Schema;

export type BindResult =
  | { readonly ok: true; readonly schema: Schema }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export interface BindContext {
  readonly describe: Describe;
  readonly sourceSchema: SourceSchema;
  /** Schemas of the relation's inputs, in order. */
  readonly inputs: readonly Schema[];
  /** The step to name in diagnostics. */
  readonly node: NodeId | undefined;
}

export const bound = (schema: Schema): BindResult => ({ ok: true, schema });

export const failed = (...diagnostics: readonly Diagnostic[]): BindResult => ({
  ok: false,
  diagnostics,
});

export function problem(
  context: BindContext,
  code: string,
  message: string,
  options: { readonly hint?: string | undefined; readonly at?: Expression | undefined } = {},
): Diagnostic {
  return {
    severity: 'error',
    code,
    message,
    ...(options.hint === undefined ? {} : { hint: options.hint }),
    ...at(context.node, options.at && spanOf(options.at)),
  };
}

/** Schema of the n-th input. */
export const inputSchema = (context: BindContext, n = 0): Schema => context.inputs[n] ?? [];

export interface NamedRequest {
  readonly name: string;
  readonly expression: Expression;
  readonly place: Place;
}

/** Types named expressions over the first input and adds them to `before`. */
export async function bindNamed(
  context: BindContext,
  before: Schema,
  requests: readonly NamedRequest[],
): Promise<BindResult> {
  const answers = await typesOf(requests, { ...context, schema: inputSchema(context) });
  const diagnostics = answers.flatMap((answer) => (answer.ok ? [] : answer.diagnostics));
  const duplicates = duplicateNames(context, before, requests);
  if (diagnostics.length + duplicates.length > 0) return failed(...diagnostics, ...duplicates);
  const columns = requests.flatMap((request, i): Column[] => {
    const answer = answers[i];
    return answer?.ok === true ? [{ name: request.name, type: answer.type }] : [];
  });
  return bound([...before, ...columns]);
}

export function duplicateNames(
  context: BindContext,
  before: Schema,
  added: readonly { readonly name: string; readonly expression?: Expression }[],
): Diagnostic[] {
  const taken = new Set(before.map((column) => nameKey(column.name)));
  return added.flatMap((item) => {
    const key = nameKey(item.name);
    if (taken.has(key)) {
      return [
        problem(context, 'duplicate-column', `Two columns would be named "${item.name}".`, {
          hint: 'Give one of them another name; case does not count.',
          at: item.expression,
        }),
      ];
    }
    taken.add(key);
    return [];
  });
}

/** A stand-in for an input: a table of no rows with these columns. */
export const emptyInput = (schema: Schema): StageOutput => ({
  kind: 'stage-output',
  stage: 'empty',
  schema,
  read: 'all',
  distribution: { kind: 'single' },
});

/**
 * Binds the relation's whole statement over typed empty inputs.
 * @param inputs what the inputs look like; default: as they are
 */
export async function bindStatement(
  relation: Relation,
  context: BindContext,
  inputs: readonly Schema[] = context.inputs,
): Promise<BindResult> {
  const empties = inputsOf(relation).map((_, i) => emptyInput(inputs[i] ?? []));
  const names = new Map<Relation, readonly string[]>(
    empties.map((empty) => [empty, empty.schema.map((column) => column.name)]),
  );
  const { origin: _, ...bare } = withInputs(relation, empties);
  const statement = emitRelation(bare as Relation, {
    dialect: 'duckdb',
    leaf: (leaf) => `(${emitTypedEmpty(leaf.kind === 'stage-output' ? leaf.schema : [])})`,
    columnsOf: (part) => names.get(part) ?? [],
    rowOffset: UNBOUND_OFFSET,
  });
  const answer = await context.describe(statement.sql);
  if (answer.ok) return bound(answer.columns.filter((column) => column.name !== NO_COLUMNS));
  const columns = context.inputs.flatMap((schema) => schema.map((column) => column.name));
  return failed(
    bindDiagnostic(answer, { statement, node: context.node, span: undefined, columns }),
  );
}

export const sameType = (a: ColumnType, b: ColumnType): boolean => formatType(a) === formatType(b);
