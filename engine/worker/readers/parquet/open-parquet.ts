/** Makes a run of row groups queryable: decoded by parquet-wasm, inserted, kept in the table cache. */
import type { FileRef } from '../../../contract/source.ts';
import type { SplitInput, SplitServices } from '../../task-parts.ts';
import { normaliseStream, unsupportedType } from '../arrow/normalise.ts';
import type { ReadableSplit } from '../readable-split.ts';
import { openAsTable } from '../table-view.ts';
import { corruptParquet, openParquet } from './parquet-file.ts';
import { readFooter } from './parquet-footer.ts';
import { columnExpression, isUnreadable, topLevelElements } from './parquet-types.ts';

/** Rows of an Arrow batch; parquet-wasm's default of 1,024 costs several times more on the way in. */
const BATCH_ROWS = 122_880;

export async function openParquetSplit(
  input: SplitInput,
  services: SplitServices,
): Promise<ReadableSplit> {
  const { split } = input;
  if (split.kind !== 'parquet') throw new Error('openParquetSplit is for Parquet splits');
  const { file, rowGroups } = split;
  const elements = new Map(
    (await cachedElements(file, services)).map((element) => [element.name, element]),
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
    fill: async (table, columns) => {
      const stream = await readRowGroups(file, services, rowGroups, columns);
      const normalised = normaliseStream(stream, file.name);
      services.session.insertArrow(table, normalised.stream);
      return { rows: split.rows ?? 0, bytes: normalised.stream.length };
    },
  });
}

async function readRowGroups(
  file: FileRef,
  services: SplitServices,
  rowGroups: readonly number[],
  columns: readonly string[],
): Promise<Uint8Array> {
  const parquet = await openParquet(file, services.bytes);
  const read = async (groups: readonly number[]): Promise<Uint8Array> => {
    const table = await parquet.read({
      rowGroups: [...groups],
      batchSize: BATCH_ROWS,
      columns: [...columns],
    });
    return table.intoIPCStream();
  };
  try {
    return await read(rowGroups);
  } catch (thrown) {
    // Again one by one, to name the row group that is to blame.
    for (const group of rowGroups) {
      try {
        await read([group]);
      } catch (cause) {
        throw corruptParquet(file, group, cause);
      }
    }
    throw corruptParquet(file, undefined, thrown);
  }
}

type Elements = ReturnType<typeof topLevelElements>;
const known = new Map<string, Promise<Elements>>();
const MAX_KNOWN = 16;

/** Schema elements of the files that a worker read last. */
function cachedElements(file: FileRef, services: SplitServices): Promise<Elements> {
  const key = `${file.name} ${file.fingerprint} ${file.size}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const reading = readFooter(file, services.bytes).then(({ schema }) => topLevelElements(schema));
  known.set(key, reading);
  reading.catch(() => known.delete(key));
  const [oldest] = known.keys();
  if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
  return reading;
}
