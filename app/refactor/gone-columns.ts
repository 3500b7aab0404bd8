/** Which columns of a source a new file lacks, and what could stand for them. */
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import type { Column, Schema } from '../../engine/contract/schema.ts';
import { findColumn, formatType, nameKey } from '../../engine/contract/schema.ts';
import type { RenameInsert } from '../../engine/document/column-rename.ts';
import { nearNames } from '../../engine/document/near-names.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';

export interface GoneColumns {
  readonly node: string;
  readonly port: string;
  readonly gone: readonly Column[];
  /** Columns that the old file did not have. */
  readonly added: readonly Column[];
}

/** Undefined where nothing is gone. */
export function goneColumns(
  node: string,
  port: string,
  before: Schema,
  after: Schema,
): GoneColumns | undefined {
  const gone = before.filter(({ name }) => findColumn(after, name) === undefined);
  const added = after.filter(({ name }) => findColumn(before, name) === undefined);
  return gone.length === 0 ? undefined : { node, port, gone, added };
}

/** A column of the new file for each gone one, by a near name and else none; each once at most. */
export function suggestReplacements({ gone, added }: GoneColumns): Record<string, string> {
  const free = new Map(added.map((column) => [column.name, column]));
  const found: Record<string, string> = {};
  for (const { name, type } of gone) {
    const near = nearNames(name, free.keys(), 5);
    const sameType = near.find((each) => {
      const other = free.get(each)?.type;
      return other !== undefined && formatType(other) === formatType(type);
    });
    const best = sameType ?? near[0];
    if (best === undefined) continue;
    found[name] = best;
    free.delete(best);
  }
  return found;
}

/** Steps that say they lack a column, by `nameKey`. */
export function missedBy(
  diagnostics: readonly Diagnostic[],
): ReadonlyMap<string, readonly string[]> {
  const steps = new Map<string, string[]>();
  for (const { code, message, node } of diagnostics) {
    // The message names the column as it was typed.
    const name = code === 'unknown-column' ? /"(.*)"/.exec(message)?.[1] : undefined;
    if (name === undefined || node === undefined) continue;
    const key = nameKey(name);
    const known = steps.get(key) ?? [];
    if (!known.includes(node)) steps.set(key, [...known, node]);
  }
  return steps;
}

/** A rename step after the source that gives the old names. `replacements`: new by gone. */
export function mappingStep(
  document: PipelineDocument,
  { node, port }: Pick<GoneColumns, 'node' | 'port'>,
  isFirstPort: boolean,
  replacements: Readonly<Record<string, string>>,
  id: string,
): RenameInsert {
  const source = `${node}.${port}`;
  const targets = Object.entries(document.nodes).flatMap(([reader, { inputs = {} }]) =>
    Object.entries(inputs).flatMap(([inPort, input]) =>
      (typeof input === 'string' ? [input] : input).flatMap((text, index) =>
        text === source || (isFirstPort && text === node)
          ? [{ node: reader, port: inPort, index }]
          : [],
      ),
    ),
  );
  const map = Object.fromEntries(Object.entries(replacements).map(([old, now]) => [now, old]));
  return { id, source, targets, map, reason: 'origin' };
}
