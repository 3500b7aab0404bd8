/** Refactorings of whole documents, with every node and native DuckDB as the binder. */
import { expect } from 'vitest';
import { compileNative } from '../../../../nodes/testing/run-native.ts';
import { nodeId } from '../../../contract/ids.ts';
import type { Schema } from '../../../contract/schema.ts';
import { formatType } from '../../../contract/schema.ts';
import { applyRename } from '../../../document/column-rename.ts';
import type { ColumnRename } from '../../../document/column-rename.ts';
import type { DocumentNode, PipelineDocument } from '../../../document/schema.ts';
import type { NativeDuckDB } from '../../../testing/native.ts';
import type { LogicalPlan } from '../../compile.ts';
import type { Refactoring } from '../refactoring.ts';
import { renameColumn } from '../rename-column.ts';

export async function refactoringOf(
  native: NativeDuckDB,
  document: PipelineDocument,
  path = 'x.sluice.json',
): Promise<Refactoring> {
  const { plan, input } = await compileNative(native, document, path);
  const declared = Object.keys(document.parameters);
  return { document, graph: input.graph, trial: { ...input, plan, declared } };
}

/** @param at `node.port.column` */
export const columnAt = (at: string) => {
  const [node = '', port = '', ...column] = at.split('.');
  return { node: nodeId(node), port, column: column.join('.') };
};

export interface Renamed {
  readonly rename: ColumnRename;
  readonly document: PipelineDocument;
  readonly before: LogicalPlan;
  readonly after: LogicalPlan;
}

/** Renames, applies, and compiles what comes out, which throws for any error in it. */
export async function rename(
  native: NativeDuckDB,
  document: PipelineDocument,
  at: string,
  to: string,
  path?: string,
): Promise<Renamed> {
  const refactoring = await refactoringOf(native, document, path);
  const result = await renameColumn(columnAt(at), to, refactoring);
  const changed = applyRename(document, result);
  const { plan } = await compileNative(native, changed, path ?? 'x.sluice.json');
  return { rename: result, document: changed, before: refactoring.trial.plan, after: plan };
}

const types = (schema: Schema): string[] => schema.map(({ type }) => formatType(type));

/** Every output has the columns it had, but for their names; those not reached have those too. */
export function expectSameSchemas({ before, after }: Pick<Renamed, 'before' | 'after'>): void {
  for (const [key, { schema }] of before.ports) {
    const now = after.ports.get(key)?.schema;
    expect(now && types(now), key).toEqual(types(schema));
  }
  expect(after.sinks.length).toBe(before.sinks.length);
}

export const namesAt = (plan: LogicalPlan, port: string): string[] | undefined =>
  plan.ports.get(port)?.schema.map(({ name }) => name);

/** Names of outputs that are not called as before, as `port: old → new`. */
export const changedNames = ({ before, after }: Pick<Renamed, 'before' | 'after'>): string[] =>
  [...before.ports].flatMap(([key, { schema }]) =>
    schema.flatMap(({ name }, i) => {
      const now = after.ports.get(key)?.schema[i]?.name;
      return now === name ? [] : [`${key}: ${name} → ${now}`];
    }),
  );

export const documentOf = (nodes: Readonly<Record<string, DocumentNode>>): PipelineDocument => ({
  format: 'sluice/1',
  name: 'test',
  parameters: {},
  nodes,
});

export const step = (
  type: string,
  params: Readonly<Record<string, unknown>>,
  inputs?: string | NonNullable<DocumentNode['inputs']>,
): DocumentNode => ({
  type,
  ...(inputs === undefined
    ? {}
    : { inputs: typeof inputs === 'string' ? { input: inputs } : inputs }),
  params,
});

/** A small table of these types, without rows. */
export const table = (columns: Readonly<Record<string, string>>): DocumentNode =>
  step('input.inline', {
    columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
    rows: [],
  });
