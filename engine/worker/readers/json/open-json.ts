/** Makes a split of a JSON file queryable: parsed, written into Arrow columns. */
import {
  type Data,
  Field,
  makeData,
  RecordBatch,
  Schema as ArrowSchema,
  Struct,
} from 'apache-arrow';
import { EngineFailure, userError } from '../../../contract/errors.ts';
import type { Schema } from '../../../contract/schema.ts';
import { formatType } from '../../../contract/schema.ts';
import type { FileRef, Split, SplitReading } from '../../../contract/source.ts';
import type { ByteSource } from '../../../runtime/runtime.ts';
import { encodeStream } from '../../arrow/ipc.ts';
import type { SplitInput, SplitServices } from '../../task-parts.ts';
import { fileColumns } from '../partition-columns.ts';
import type { ReadableSplit } from '../readable-split.ts';
import { NO_COLUMNS, openAsTable } from '../table-view.ts';
import { fileText } from '../text/file-text.ts';
import { readPiece } from '../text/read-piece.ts';
import { lineIn, readJsonText, withoutBrackets } from './json-file.ts';
import { createWriter, JsonTypeMismatch } from './json-vectors.ts';
import { type JsonForm, type JsonRecord, parseBatches } from './parse-json.ts';

type JsonSplit = Extract<Split, { kind: 'json' }>;

export async function openJson(input: SplitInput, services: SplitServices): Promise<ReadableSplit> {
  const { split, description } = input;
  if (split.kind !== 'json' || description.spec.format !== 'json') {
    throw new Error('openJson is for JSON splits');
  }
  const columns = fileColumns(description.schema, split.partitionValues);
  return openAsTable(input, services, {
    content: `json ${description.fingerprint} ${split.index}`,
    bytes: split.bytes,
    rows: undefined,
    expression: () => undefined,
    fill: async (needed) => {
      const wanted = columns.filter((column) => needed.includes(column.name));
      try {
        const stream = await readRows(input, split, wanted, services);
        return services.session.memory.loadStream([stream]);
      } catch (thrown) {
        throw thrown instanceof EngineFailure
          ? await inFile(thrown, split, services.bytes)
          : thrown;
      }
    },
  });
}

async function readRows(
  input: SplitInput,
  split: JsonSplit,
  wanted: Schema,
  services: SplitServices,
): Promise<Uint8Array> {
  const { file } = split.data;
  const text = await readJsonText(split, services.bytes, () => readPiece(input, services));
  const { form, body } = formOf(split, text);
  const skipped = body.byteOffset - text.byteOffset;
  const lines = (offset: number): number => lineIn(text, offset + skipped);
  const columns = columnReaders(input.description, wanted);
  const names = new Set(input.description.jsonPaths?.map(([name]) => name));
  const writers = columns.map(({ type }) => createWriter(type));
  // A table needs a column, also when only its rows are counted.
  const counter =
    columns.length === 0 ? createWriter({ kind: 'scalar', name: 'BOOLEAN' }) : undefined;
  let rows = 0;
  for (const { records, offsetOf } of parseBatches(body, form, file.name, lines)) {
    for (const [i, record] of records.entries()) {
      for (const name in record) {
        if (!names.has(name)) throw unknownField(file, name, lines(offsetOf(i)));
      }
      counter?.append(true);
      for (const [at, column] of columns.entries()) {
        try {
          writers[at]?.append(column.read(record));
        } catch (thrown) {
          if (!(thrown instanceof JsonTypeMismatch)) throw thrown;
          throw mismatch(
            file,
            column.name,
            formatType(column.type),
            thrown.value,
            lines(offsetOf(i)),
          );
        }
      }
    }
    rows += records.length;
    services.session.checkCancelled();
  }
  const used = counter === undefined ? writers : [counter];
  const labels = counter === undefined ? columns.map((column) => column.name) : [NO_COLUMNS];
  return streamOf(
    labels,
    used.map((writer) => writer.finish()),
    rows,
  );
}

function streamOf(names: readonly string[], children: readonly Data[], rows: number): Uint8Array {
  const fields = children.map((child, i) => new Field(names[i] ?? '', child.type, true));
  const schema = new ArrowSchema(fields);
  const struct = makeData({
    type: new Struct(fields),
    length: rows,
    nullCount: 0,
    children: [...children],
  });
  return encodeStream(schema, [new RecordBatch(schema, struct)]);
}

function formOf(split: JsonSplit, text: Uint8Array): { form: JsonForm; body: Uint8Array } {
  if (split.layout !== 'array') {
    return { form: split.layout === 'ndjson' ? 'lines' : 'values', body: text };
  }
  // Splits of an array lie within its brackets, but for a compressed file, which is read whole.
  const isWhole = split.data.kind === 'range' && split.data.start === 0;
  return { form: 'array', body: isWhole ? withoutBrackets(text) : text };
}

interface ColumnReader {
  readonly name: string;
  readonly type: Schema[number]['type'];
  readonly read: (record: JsonRecord) => unknown;
}

/** A column is a field of the record, or of an object in it that is flattened. */
function columnReaders({ schema, jsonPaths = [] }: SplitReading, wanted: Schema): ColumnReader[] {
  return wanted.map(({ name, type }) => {
    const [first = name, ...inner] = jsonPaths[schema.findIndex((one) => one.name === name)] ?? [];
    return {
      name,
      type,
      read: (record) => inner.reduce<unknown>(fieldOf, record[first]),
    };
  });
}

function fieldOf(value: unknown, key: string): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) throw new JsonTypeMismatch(value);
  return (value as JsonRecord)[key];
}

/** An error within a split, with the line of the file: the lines before are only counted for it. */
async function inFile(
  failure: EngineFailure,
  split: JsonSplit,
  source: ByteSource,
): Promise<EngineFailure> {
  const { error } = failure;
  const { data } = split;
  const line = error.location?.line;
  if (line === undefined || data.start === 0) return failure;
  const whole = line + (await countLinesBefore(data, source));
  return new EngineFailure({
    ...error,
    message: error.message.replace(`line ${line}`, `line ${whole}`),
    location: {
      ...error.location,
      line: whole,
      ...(error.location?.byte === undefined ? {} : { byte: error.location.byte + data.start }),
    },
  });
}

async function countLinesBefore(
  { kind, file, start }: JsonSplit['data'],
  source: ByteSource,
): Promise<number> {
  let lines = 0;
  for await (const chunk of fileText(file, kind === 'piece', source, 0, start)) {
    for (let i = chunk.indexOf(0x0a); i !== -1; i = chunk.indexOf(0x0a, i + 1)) lines++;
  }
  return lines;
}

const unknownField = (file: FileRef, field: string, line: number): Error =>
  userError(
    'json-schema',
    `${file.name}, line ${line}: the field "${field}" was not seen in the sample.`,
    {
      param: 'path',
      hint: 'Its type is not known when the pipeline starts. Put a record with the field near the start of the file.',
      location: { file: file.name, column: field, line },
    },
  );

function mismatch(
  file: FileRef,
  column: string,
  type: string,
  value: unknown,
  line: number,
): Error {
  const shown = typeof value === 'bigint' ? String(value) : JSON.stringify(value);
  const cut = shown.length > 60 ? `${shown.slice(0, 60)}...` : shown;
  return userError(
    'json-schema',
    `${file.name}, line ${line}: "${column}" is ${cut}, but ${type} in the sample.`,
    {
      param: 'path',
      hint: 'The type was inferred from a sample that had no such value. Put such a record near the start of the file.',
      location: { file: file.name, column, line },
    },
  );
}
