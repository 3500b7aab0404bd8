/** Arrow IPC files and streams: where their messages lie, without reading the bodies. */
import { Message, MessageHeader, RecordBatchReader } from 'apache-arrow';
import { userError } from '../../../contract/errors.ts';
import type { FileRef } from '../../../contract/source.ts';
import type { ByteSource } from '../../../runtime/runtime.ts';
import { encodeStream } from '../../arrow/ipc.ts';
import { concatBytes } from '../text/compression.ts';

/** A message with its body. */
export interface ArrowMessage {
  readonly start: number;
  readonly end: number;
  readonly rows: number;
}

export interface ArrowLayout {
  /** The schema as a message. */
  readonly schema: Uint8Array;
  /** Dictionaries come before the batches that use them; with deltas between the batches. */
  readonly dictionaries: readonly ArrowMessage[];
  readonly batches: readonly ArrowMessage[];
}

const MAGIC = 'ARROW1';
const CONTINUATION = 0xffffffff;
/** Enough for the metadata of most messages. */
const READ_BYTES = 64 * 1024;

/**
 * Walks the messages of a file, or of a stream, which is what lies between a file's magic and footer.
 * Throws user `empty-file`, `corrupt-file`, `unsupported-type` for compressed bodies.
 */
export async function readLayout(file: FileRef, source: ByteSource): Promise<ArrowLayout> {
  if (file.size === 0) throw emptyFile(file);
  let window = await source.read(file, 0, Math.min(file.size, READ_BYTES));
  let windowStart = 0;
  const bytesAt = async (start: number, length: number): Promise<Uint8Array> => {
    if (start < windowStart || start + length > windowStart + window.length) {
      const end = Math.min(file.size, start + Math.max(length, READ_BYTES));
      window = await source.read(file, start, end);
      windowStart = start;
    }
    const from = start - windowStart;
    if (from + length > window.length) throw corrupt(file, start, 'it ends within a message');
    return window.subarray(from, from + length);
  };

  const isFile = new TextDecoder().decode(window.subarray(0, MAGIC.length)) === MAGIC;
  let schema = isFile ? await footerSchema(file, source) : undefined;
  const dictionaries: ArrowMessage[] = [];
  const batches: ArrowMessage[] = [];
  let at = isFile ? 8 : 0;
  while (at + 4 <= file.size) {
    const start = at;
    const prefix = await bytesAt(at, Math.min(8, file.size - at));
    const view = new DataView(prefix.buffer, prefix.byteOffset, prefix.byteLength);
    const marked = view.getUint32(0, true) === CONTINUATION;
    if (marked && prefix.length < 8) throw corrupt(file, start, 'it ends within a message');
    const length = view.getInt32(marked ? 4 : 0, true);
    if (length === 0) break;
    const metadataStart = at + (marked ? 8 : 4);
    if (length < 0 || metadataStart + length > file.size) {
      throw schema === undefined ? notArrow(file) : corrupt(file, start, 'a message is damaged');
    }
    const metadata = await bytesAt(metadataStart, length);
    const message = decode(file, start, metadata, schema === undefined);
    const end = metadataStart + length + message.bodyLength;
    if (end > file.size) throw corrupt(file, start, 'it ends within a batch');
    const place = { start, end, rows: rowsOf(message) };
    if (message.headerType === MessageHeader.Schema) {
      schema ??= (await bytesAt(start, end - start)).slice();
    } else if (message.headerType === MessageHeader.DictionaryBatch) dictionaries.push(place);
    else if (message.headerType === MessageHeader.RecordBatch) {
      batches.push(place);
      if (isCompressed(metadata)) throw compressed(file);
    }
    at = end;
  }
  if (schema === undefined) throw notArrow(file);
  return { schema, dictionaries, batches };
}

/**
 * The schema of a file's footer: files that apache-arrow wrote have it nowhere else. The library reads
 * the dictionaries along with the footer, so it is shown one that names none.
 */
async function footerSchema(file: FileRef, source: ByteSource): Promise<Uint8Array> {
  const tail = await source.read(file, Math.max(0, file.size - 10), file.size);
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  const length = tail.length < 10 ? 0 : view.getInt32(0, true);
  const start = file.size - 10 - length;
  if (new TextDecoder().decode(tail.subarray(4)) !== MAGIC || length <= 0 || start < 8) {
    throw corrupt(file, file.size, 'it has no footer');
  }
  const footer = new Uint8Array(await source.read(file, start, file.size));
  withoutField(footer, FOOTER_DICTIONARIES);
  const head = new Uint8Array(8);
  new TextEncoder().encodeInto(MAGIC, head);
  try {
    const reader = RecordBatchReader.from(concatBytes([head, footer])).open();
    return encodeStream(reader.schema, []).subarray(0, -END_OF_STREAM.length);
  } catch (cause) {
    throw corrupt(file, start, 'its footer is damaged', cause);
  }
}

/** Field of the flatbuffers table `Footer`. */
const FOOTER_DICTIONARIES = 2;

/** Makes the root table of a flatbuffer forget a field. */
function withoutField(buffer: Uint8Array, field: number): void {
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  const table = view.getUint32(0, true);
  if (table + 4 > buffer.length) return;
  const vtable = table - view.getInt32(table, true);
  const slot = 4 + 2 * field;
  if (vtable >= 0 && vtable + slot + 2 <= buffer.length && slot < view.getUint16(vtable, true)) {
    view.setUint16(vtable + slot, 0, true);
  }
}

function decode(file: FileRef, at: number, metadata: Uint8Array, first: boolean): Message {
  try {
    return Message.decode(metadata);
  } catch (cause) {
    throw first ? notArrow(file) : corrupt(file, at, 'a message is damaged', cause);
  }
}

const rowsOf = (message: Message): number => {
  const header: object | null = message.header();
  return header !== null && 'length' in header ? Number(header.length) : 0;
};

/**
 * Whether the record batch of a message has the `compression` field, which the library does not tell:
 * flatbuffers, root table `Message`, its field 2 (header) the table `RecordBatch`, of that field 3.
 */
function isCompressed(metadata: Uint8Array): boolean {
  const view = new DataView(metadata.buffer, metadata.byteOffset, metadata.byteLength);
  const field = (table: number, index: number): number => {
    const vtable = table - view.getInt32(table, true);
    const slot = 4 + 2 * index;
    return slot < view.getUint16(vtable, true) ? view.getUint16(vtable + slot, true) : 0;
  };
  const message = view.getUint32(0, true);
  const header = field(message, 2);
  if (header === 0) return false;
  const at = message + header;
  return field(at + view.getUint32(at, true), 3) !== 0;
}

const END_OF_STREAM = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0);

/** A whole stream of some batches: schema, all dictionaries, the batches, end marker. */
export async function readStream(
  file: FileRef,
  layout: ArrowLayout,
  from: number,
  to: number,
  source: ByteSource,
): Promise<Uint8Array> {
  const { schema, dictionaries } = layout;
  const batches = layout.batches.slice(from, to);
  const parts = [schema];
  for (const { start, end } of dictionaries) parts.push(await source.read(file, start, end));
  const [first, last] = [batches[0], batches.at(-1)];
  if (first !== undefined && last !== undefined) {
    // Neighbours but for dictionaries between them: one read.
    const whole = await source.read(file, first.start, last.end);
    for (const { start, end } of batches) {
      parts.push(whole.subarray(start - first.start, end - first.start));
    }
  }
  return concatBytes([...parts, END_OF_STREAM]);
}

const emptyFile = (file: FileRef): Error =>
  userError('empty-file', `${file.name} is empty: there is not even a schema.`, {
    param: 'path',
    hint: 'Check the path, or that whatever writes the file has finished.',
    location: { file: file.name },
  });

const notArrow = (file: FileRef): Error =>
  userError('corrupt-file', `${file.name} is not an Arrow IPC file or stream.`, {
    param: 'path',
    hint: 'Check the path; Feather version 1 files are not Arrow IPC.',
    location: { file: file.name },
  });

const corrupt = (file: FileRef, byte: number, reason: string, cause?: unknown): Error =>
  userError('corrupt-file', `${file.name} is damaged at byte ${byte}: ${reason}.`, {
    param: 'path',
    hint: 'Copy or download the file again; it may be cut off.',
    location: { file: file.name, byte },
    ...(cause === undefined ? {} : { detail: String(cause) }),
  });

const compressed = (file: FileRef): Error =>
  userError('unsupported-compression', `The batches of ${file.name} are compressed.`, {
    param: 'path',
    hint: 'Write the file without compression, or as Parquet.',
    location: { file: file.name },
  });
