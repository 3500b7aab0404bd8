/** Makes a run of row groups queryable: decoded into DuckDB's heap, kept in the column cache. */
import type { ColumnRange } from '../../../contract/source.ts';
import type { FlatSource } from '../../arrow/flat-column.ts';
import type { HeapColumn } from '../../duckdb/memory/heap-column.ts';
import type { MemoryTables } from '../../duckdb/memory/memory-tables.ts';
import type { SplitInput, SplitServices } from '../../task-parts.ts';
import { normaliseStream, unsupportedType } from '../arrow/normalise.ts';
import type { ReadableSplit } from '../readable-split.ts';
import { openAsTable } from '../table-view.ts';
import { openParquet } from './parquet-file.ts';
import { openByExtension } from './open-by-extension.ts';
import { openFlatColumns } from './read-flat-columns.ts';
import { columnExpression, isUnreadable, topLevelElements } from './parquet-types.ts';

export async function openParquetSplit(
  input: SplitInput,
  services: SplitServices,
): Promise<ReadableSplit> {
  const { split } = input;
  if (split.kind !== 'parquet') throw new Error('openParquetSplit is for Parquet splits');
  const { file, rowGroups } = split;
  const parquet = await openParquet(file, services.bytes);
  const elements = new Map(
    topLevelElements(parquet.metadata.schema).map((element) => [element.name, element]),
  );
  for (const name of input.columns) {
    const element = elements.get(name);
    if (element !== undefined && isUnreadable(element)) {
      throw unsupportedType(file.name, name, 'INTERVAL');
    }
  }
  const content = `parquet ${file.name} ${file.fingerprint} ${file.size} ${rowGroups.join()}`;
  return (
    (await openByExtension(input, services, parquet, content)) ??
    openAsTable(input, services, {
      content,
      bytes: split.bytes,
      rows: split.rows,
      expression: (name) => {
        const element = elements.get(name);
        return element === undefined ? undefined : columnExpression(element);
      },
      fill: async (columns) => {
        if (split.rows === 0) return [];
        const { memory } = services.session;
        const sources = await openFlatColumns(parquet, rowGroups, columns);
        const flat = loadAll(sources, split.ranges ?? {}, memory);
        const names = new Set(flat.map(({ name }) => name));
        const rest = columns.filter((name) => !names.has(name));
        if (rest.length === 0) return flat;
        const stream = await parquet.read(rowGroups, rest);
        return [...flat, ...memory.loadStream([normaliseStream(stream, file.name).stream])];
      },
    })
  );
}

/** Those that could be decoded; none stays behind when one is damaged. */
function loadAll(
  sources: readonly FlatSource[],
  ranges: Readonly<Record<string, ColumnRange>>,
  memory: MemoryTables,
): HeapColumn[] {
  const loaded: HeapColumn[] = [];
  try {
    for (const source of sources) {
      const range = ranges[source.field.name];
      const column = memory.loadFlat(range?.kind === 'integer' ? { ...source, range } : source);
      if (column !== undefined) loaded.push(column);
    }
  } catch (thrown) {
    for (const column of loaded) column.free();
    throw thrown;
  }
  return loaded;
}
