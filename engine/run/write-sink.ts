/** Writes a sink's rows: in parallel as pieces, then joined into files. */
import { EngineFailure, userError } from '../contract/errors.ts';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import { hashText } from '../document/hash.ts';
import type { FileTarget } from '../contract/file-target.ts';
import { fileTarget, HIVE_NULL } from '../contract/file-target.ts';
import type { Relation, Sink } from '../contract/relation.ts';
import type { Schema } from '../contract/schema.ts';
import { sameName } from '../contract/schema.ts';
import type { OutputFile, OutputLocation } from '../runtime/runtime.ts';
import type { BlockInfo, WrittenFile } from '../worker/protocol.ts';
import type { PlannedTask } from '../physical/make-tasks.ts';
import type { WorkerPool } from './worker-pool.ts';
import type { OutputKind } from './task-specs.ts';
import type { StageRun, StageServices } from './run-stage.ts';
import { blocksOf, runTasks, valuesOf } from './run-stage.ts';

export interface SinkServices extends StageServices {
  readonly pool: WorkerPool;
}

export async function writeSink(
  sink: Sink,
  location: OutputLocation,
  services: SinkServices,
): Promise<OutputFile> {
  const target = fileTarget(sink);
  const schema = await services.bind(sink.input);
  let written: WrittenFile;
  try {
    written =
      target.partitionBy.length > 0
        ? await writePartitions(sink, target, schema, location, services)
        : await writeRelation(sink.input, target, schema, location, services);
  } catch (thrown) {
    throw locateWrite(thrown, sink, location);
  }
  const file: OutputFile = { path: location.path, ...written };
  const node = sink.origin?.node;
  if (node !== undefined) {
    const { path, rows, bytes } = file;
    services.context.emit({ type: 'file-written', node, path, rows, bytes });
  }
  return file;
}

/** A failure of the file itself: names the step, and the path that was asked for instead of the temporary one. */
function locateWrite(thrown: unknown, sink: Sink, { temporary, path }: OutputLocation): unknown {
  if (!(thrown instanceof EngineFailure)) return thrown;
  const { error } = thrown;
  const { file } = error.location ?? {};
  if (error.node !== undefined || file?.startsWith(temporary) !== true) return thrown;
  const shown = `${path}${file.slice(temporary.length)}`;
  return new EngineFailure(
    {
      ...error,
      message: error.message.replaceAll(file, shown),
      location: { ...error.location, file: shown },
      param: 'path',
      ...(sink.origin === undefined ? {} : { node: sink.origin.node }),
    },
    { cause: thrown },
  );
}

/** How often stored rows may be lost between their making and their writing. */
const MAX_LOSSES = 5;

async function writeRelation(
  relation: Relation,
  target: FileTarget,
  schema: Schema,
  { temporary, continues: append }: Pick<OutputLocation, 'temporary' | 'continues'>,
  services: SinkServices,
): Promise<WrittenFile> {
  const { format } = target;
  const { whole } = services.sizing;
  const output = ({ partition, continues }: PlannedTask): OutputKind => ({
    kind: 'encode',
    schema,
    target,
    first: partition === 0 && !continues && !append,
    ...(whole === true && !continues && !append ? { temporary } : {}),
  });
  for (let losses = 0; ; losses += 1) {
    const run = await runTasks(relation, { sql: (query) => query, output }, services);
    const blocks: readonly BlockInfo[] = run.done.flatMap(blocksOf);
    try {
      return await services.pool.run<WrittenFile>({
        order: [run.order, run.tasks.length],
        affinity: blocks[0]?.worker,
        signal: services.context.signal,
        work: (api) => api.writeFile({ target, format, blocks, schema, temporary, append }),
      });
    } catch (thrown) {
      const code = thrown instanceof EngineFailure ? thrown.error.code : undefined;
      // What a worker had written when it died is written over; what it had added would stand twice.
      const lost = code === 'block-lost' || (code === 'worker-lost' && !append);
      if (!lost || losses >= MAX_LOSSES) throw thrown;
    }
  }
}

/** One file for each combination of values, in folders named `column=value`. */
async function writePartitions(
  sink: Sink,
  target: FileTarget,
  schema: Schema,
  location: OutputLocation,
  services: SinkServices,
): Promise<{ bytes: number; rows: number }> {
  const keys = target.partitionBy;
  const rest = schema.filter(({ name }) => !keys.some((key) => sameName(key, name)));
  if (rest.length === 0) {
    throw userError(
      'nothing-to-write',
      'All columns are partition columns: the files would be empty.',
      {
        hint: 'Partition by fewer columns.',
        ...(sink.origin === undefined ? {} : { node: sink.origin.node }),
        param: 'partition_by',
      },
    );
  }
  // Files added to a folder need names that no earlier run has used.
  const name = location.continues ? `part-${hashText(location.temporary).slice(0, 12)}-` : 'part-';
  const numbers = new Map<string, number>();
  let bytes = 0;
  let rows = 0;
  const values = await distinctValues(sink.input, keys, services);
  for (const combination of values) {
    const matches = keys.map((key, i) =>
      ex.binary(
        'is not distinct from',
        ex.cast(ex.column(key), 'VARCHAR'),
        combination[i] === null ? ex.null('VARCHAR') : ex.text(combination[i] ?? ''),
      ),
    );
    const part = rel.select(
      rel.filter(sink.input, ex.and(...matches)),
      rest.map(({ name }) => name),
    );
    const folder = keys.map((key, i) => `${hiveName(key)}=${hiveValue(combination[i] ?? null)}`);
    const key = fileSystemKey(folder.join('/'));
    const number = numbers.get(key) ?? 0;
    numbers.set(key, number + 1);
    const file = `${location.temporary}/${folder.join('/')}/${name}${number}.${extension(target)}`;
    const place = { temporary: file, continues: false };
    const written = await writeRelation(
      part,
      { ...target, partitionBy: [] },
      rest,
      place,
      services,
    );
    bytes += written.bytes;
    rows += written.rows;
  }
  return { bytes, rows };
}

/**
 * Values share a folder where they share its name (null and the empty text), or where the file system does
 * not tell names apart that differ in case: each has a file of its own there.
 */
const fileSystemKey = (folder: string): string => folder.normalize('NFC').toLowerCase();

async function distinctValues(
  input: Relation,
  keys: readonly string[],
  services: StageServices,
): Promise<(string | null)[][]> {
  const texts = keys.map((key) => ({
    name: key,
    expression: ex.cast(ex.column(key), 'VARCHAR'),
  }));
  const run: StageRun = await runTasks(
    { kind: 'aggregate', phase: 'partial', input, keys: texts, aggregates: [] },
    { sql: (query) => query, output: () => ({ kind: 'values' }) },
    services,
  );
  const distinct = new Map(
    run.done.flatMap(valuesOf).map((values) => [JSON.stringify(values), [...values]]),
  );
  return [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, values]) => values);
}

const hiveValue = (value: string | null): string => (value === null ? HIVE_NULL : hiveName(value));

const UNSAFE = new Set('"#%\'*/:=?\\{}[]^\u007f');

/** Percent-encodes what a folder name or hive's `=` syntax cannot hold, as DuckDB and Spark do. */
const hiveName = (text: string): string =>
  text === ''
    ? HIVE_NULL
    : [...text].map((character) => (isUnsafe(character) ? percent(character) : character)).join('');

const isUnsafe = (character: string): boolean => character < ' ' || UNSAFE.has(character);

const percent = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

const extension = ({ format, compression }: FileTarget): string => {
  const suffix = compression === 'gzip' ? '.gz' : compression === 'zstd' ? '.zst' : '';
  return format === 'parquet' || format === 'arrow' ? format : `${format}${suffix}`;
};
