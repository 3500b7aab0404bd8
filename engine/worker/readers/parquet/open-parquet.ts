/** Makes a run of row groups queryable: decoded into DuckDB's heap, kept in the column cache. */
import type { SplitInput, SplitServices } from '../../task-parts.ts';
import { normaliseStream, unsupportedType } from '../arrow/normalise.ts';
import type { ReadableSplit } from '../readable-split.ts';
import { openAsTable } from '../table-view.ts';
import { openParquet } from './parquet-file.ts';
import { readFlatColumns } from './read-flat-columns.ts';
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
  return openAsTable(input, services, {
    content: `parquet ${file.name} ${file.fingerprint} ${file.size} ${rowGroups.join()}`,
    bytes: split.bytes,
    rows: split.rows,
    expression: (name) => {
      const element = elements.get(name);
      return element === undefined ? undefined : columnExpression(element);
    },
    fill: async (columns) => {
      const { memory } = services.session;
      const { table, rest } = await readFlatColumns(parquet, rowGroups, columns);
      const flat = memory.loadFlat(table);
      if (rest.length === 0) return flat;
      const stream = await parquet.read(rowGroups, rest);
      return [...flat, ...memory.loadStream([normaliseStream(stream, file.name).stream])];
    },
  });
}
