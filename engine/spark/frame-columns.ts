/** Names of the columns that a frame gives, in their order. */
import { nameKey } from '../contract/schema.ts';
import type { Frame, SparkSource } from './frame.ts';

export function frameColumns(
  frame: Frame,
  ofStep: (name: string) => readonly string[],
): readonly string[] {
  const of = (input: Frame): readonly string[] => frameColumns(input, ofStep);
  switch (frame.kind) {
    case 'step':
      return ofStep(frame.name);
    case 'read':
      return sourceColumns(frame.source);
    case 'values':
      return frame.schema.map(({ name }) => name);
    case 'range':
      return [frame.name];
    case 'select':
      return frame.columns.map(({ name }) => name);
    case 'with-columns': {
      const before = of(frame.input);
      const known = new Set(before.map(nameKey));
      const added = frame.columns.filter(({ name }) => !known.has(nameKey(name)));
      return [...before, ...added.map(({ name }) => name)];
    }
    case 'drop': {
      const dropped = new Set(frame.columns.map(nameKey));
      return of(frame.input).filter((name) => !dropped.has(nameKey(name)));
    }
    case 'rename': {
      const renamed = new Map(frame.columns.map(({ from, to }) => [nameKey(from), to]));
      return of(frame.input).map((name) => renamed.get(nameKey(name)) ?? name);
    }
    case 'aggregate':
      return [...frame.keys, ...frame.aggregates].map(({ name }) => name);
    case 'join':
      return frame.type === 'semi' || frame.type === 'anti'
        ? of(frame.left)
        : [...of(frame.left), ...of(frame.right)];
    case 'union': {
      const [first] = frame.inputs;
      return first === undefined ? [] : of(first);
    }
    case 'unpivot':
      return [...frame.ids, frame.nameTo, frame.valueTo];
    case 'filter':
    case 'expect-unique':
    case 'sort':
    case 'sample':
    case 'limit':
    case 'one-partition':
    case 'distinct':
      return of(frame.input);
  }
}

export const sourceColumns = (source: SparkSource): readonly string[] =>
  source.format === 'parquet' ? source.columns : source.schema.map(({ name }) => name);
