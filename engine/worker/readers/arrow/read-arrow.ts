/** Arrow IPC sources: described by their messages, read as runs of record batches. */
import { userError } from '../../../contract/errors.ts';
import type { ArrowSource } from '../../../contract/source-spec.ts';
import { formatType, type Schema } from '../../../contract/schema.ts';
import type { FileRef, SourceDescription, Split } from '../../../contract/source.ts';
import type { ByteSource } from '../../../runtime/runtime.ts';
import { SPLIT_BYTES } from '../../../sources/split-size.ts';
import { readSchema } from '../../arrow/ipc.ts';
import type { DescribeRequest } from '../../protocol.ts';
import type { SplitInput, SplitServices } from '../../task-parts.ts';
import type { DescribeContext } from '../csv/describe-csv.ts';
import { describeTable } from '../parquet/describe-parquet.ts';
import { fingerprintOf } from '../fingerprint.ts';
import { partitionColumns, visiblePartitionValues } from '../partition-columns.ts';
import type { ReadableSplit } from '../readable-split.ts';
import { openAsTable, quoteName } from '../table-view.ts';
import { type ArrowLayout, readLayout, readStream } from './arrow-file.ts';
import { normaliseStream } from './normalise.ts';

export async function describeArrow(
  request: DescribeRequest & { readonly spec: ArrowSource },
  context: DescribeContext,
): Promise<SourceDescription> {
  const { spec, files } = request;
  let columns: Schema | undefined;
  const splits: Split[] = [];
  for (const source of files) {
    const layout = await readLayout(source.file, context.bytes);
    const own = await schemaOf(source.file, layout, context);
    if (columns !== undefined && !sameTypes(columns, own)) {
      throw userError(
        'files-differ',
        `${source.file.name} has other columns than ${files[0]?.file.name ?? ''}.`,
        {
          param: 'path',
          hint: 'Read them as separate inputs and unite them.',
          location: { file: source.file.name },
        },
      );
    }
    columns ??= own;
    const partitionValues = visiblePartitionValues(source, columns);
    for (const { from, to, bytes, rows } of batchRuns(layout, context.splitBytes ?? SPLIT_BYTES)) {
      splits.push({
        kind: 'arrow',
        index: splits.length,
        file: source.file,
        batches: { from, to },
        partitionValues,
        bytes,
        rows,
      });
    }
  }
  const schema = columns ?? [];
  return {
    spec,
    files,
    schema: [...schema, ...partitionColumns(files, schema)],
    splits,
    bytes: files.reduce((sum, { file }) => sum + file.size, 0),
    rows: splits.reduce((sum, split) => sum + (split.rows ?? 0), 0),
    fingerprint: fingerprintOf(request),
  };
}

const sameTypes = (a: Schema, b: Schema): boolean => {
  const text = (schema: Schema): string =>
    JSON.stringify(schema.map(({ name, type }) => [name, formatType(type)]));
  return text(a) === text(b);
};

async function schemaOf(
  file: FileRef,
  layout: ArrowLayout,
  context: DescribeContext,
): Promise<Schema> {
  const empty = await readStream(file, { ...layout, dictionaries: [] }, 0, 0, context.bytes);
  const { stream, casts } = normaliseStream(empty, file.name);
  const items = readSchema(stream).fields.map(({ name }) => {
    const cast = casts.get(name);
    const column = quoteName(name);
    return cast === undefined ? column : `CAST(${column} AS ${cast}) AS ${column}`;
  });
  return describeTable(context.session, stream, items);
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
  readonly rows: number;
}

/** Runs of batches of about a split's size. */
function batchRuns({ batches }: ArrowLayout, splitBytes: number): Run[] {
  const runs: Run[] = [];
  let from = 0;
  let bytes = 0;
  let rows = 0;
  batches.forEach((batch, i) => {
    bytes += batch.end - batch.start;
    rows += batch.rows;
    if (bytes < splitBytes && i < batches.length - 1) return;
    runs.push({ from, to: i + 1, bytes, rows });
    [from, bytes, rows] = [i + 1, 0, 0];
  });
  return runs;
}

export async function openArrow(
  input: SplitInput,
  services: SplitServices,
): Promise<ReadableSplit> {
  const { split } = input;
  if (split.kind !== 'arrow') throw new Error('openArrow is for Arrow splits');
  const { file, batches } = split;
  const layout = await cachedLayout(file, services.bytes);
  const head = await readStream(file, { ...layout, dictionaries: [] }, 0, 0, services.bytes);
  const { casts } = normaliseStream(head, file.name);
  return openAsTable(input, services, {
    content: `arrow ${file.name} ${file.fingerprint} ${file.size} ${batches.from}-${batches.to}`,
    bytes: split.bytes,
    rows: split.rows,
    expression: (name) => {
      const cast = casts.get(name);
      return cast === undefined ? undefined : `CAST(${quoteName(name)} AS ${cast})`;
    },
    // A batch is read whole, so every column comes with it.
    fill: async () => {
      const raw = await readStream(file, layout, batches.from, batches.to, services.bytes);
      return services.session.memory.loadStream([normaliseStream(raw, file.name).stream]);
    },
  });
}

const known = new Map<string, Promise<ArrowLayout>>();
const MAX_KNOWN = 16;

/** Layouts of the files that a worker read last. */
function cachedLayout(file: FileRef, source: ByteSource): Promise<ArrowLayout> {
  const key = `${file.name} ${file.fingerprint} ${file.size}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const reading = readLayout(file, source);
  known.set(key, reading);
  reading.catch(() => known.delete(key));
  const [oldest] = known.keys();
  if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
  return reading;
}
