/** Looks at JSON files: layout, types joined over a sample, splits on the borders of records. */
import { EngineFailure, userError } from '../../../contract/errors.ts';
import type { JsonSource } from '../../../contract/source-spec.ts';
import type { FileRef, SourceDescription, SourceFile, Split } from '../../../contract/source.ts';
import type { ByteSource } from '../../../runtime/runtime.ts';
import { createElementScanner } from '../../../sources/json/scan-elements.ts';
import { SPLIT_BYTES } from '../../../sources/split-size.ts';
import type { DescribeRequest } from '../../protocol.ts';
import type { DescribeContext } from '../csv/describe-csv.ts';
import { fingerprintOf } from '../fingerprint.ts';
import { partitionColumns, visiblePartitionValues } from '../partition-columns.ts';
import { findJsonBorders, SAMPLE_BYTES } from './json-borders.ts';
import { columnsOf, joinShapes, NULL_SHAPE, type Shape, shapeOf } from './infer-types.ts';
import {
  detectForm,
  firstByte,
  type JsonHead,
  lineIn,
  readHead,
  withoutBrackets,
} from './json-file.ts';
import { type JsonForm, parseBatches } from './parse-json.ts';

/** Pieces of the sample behind the head, and the bytes of each. */
const SAMPLE_PIECES = 64;

interface Looked {
  readonly source: SourceFile;
  readonly head: JsonHead;
  readonly form: JsonForm;
  /** Offsets in the text where splits begin and the last one ends. */
  readonly borders: readonly number[];
}

export async function describeJson(
  request: DescribeRequest & { readonly spec: JsonSource },
  context: DescribeContext,
): Promise<SourceDescription> {
  const { spec, files } = request;
  let shape: Shape = NULL_SHAPE;
  const looked: Looked[] = [];
  for (const source of files) {
    const head = await readHead(source.file, context.bytes);
    if (firstByte(head.text) === head.text.length && head.complete) continue;
    const form = detectForm(head.text, spec.layout);
    const { borders, samples } = await findJsonBorders(
      head,
      form,
      context.splitBytes ?? SPLIT_BYTES,
      context.bytes,
    );
    shape = await inferShape(head, form, borders, samples, shape, context.bytes);
    looked.push({ source, head, form, borders });
  }
  const name = files[0]?.file.name ?? 'The source';
  if (looked.length === 0) {
    throw userError('empty-file', `${name} is empty: there is no record.`, {
      param: 'path',
      hint: 'Check the path, or that whatever writes the file has finished.',
      location: { file: name },
    });
  }
  const found = columnsOf(shape, spec.flatten);
  const columns = found.map(({ name, type }) => ({ name, type }));
  const mixed = found.flatMap((column) => (column.mixed === true ? [column.name] : []));
  if (columns.length === 0) {
    throw userError('no-columns', `No record of ${name} has a field.`, { param: 'path' });
  }
  return {
    spec,
    files,
    schema: [...columns, ...partitionColumns(files, columns)],
    jsonPaths: found.map(({ path }) => path),
    ...(mixed.length === 0 ? {} : { jsonMixed: mixed }),
    splits: makeSplits(looked, columns),
    bytes: files.reduce((sum, { file }) => sum + file.size, 0),
    fingerprint: fingerprintOf(request),
  };
}

/** Types of the head and of pieces spread over the rest of the file. */
async function inferShape(
  head: JsonHead,
  form: JsonForm,
  borders: readonly number[],
  samples: readonly Uint8Array[] | undefined,
  before: Shape,
  bytes: ByteSource,
): Promise<Shape> {
  let shape = before;
  const look = (text: Uint8Array, lineAt: (offset: number) => number | undefined): void => {
    for (const { records } of parseBatches(text, form, head.file.name, lineAt)) {
      for (const record of records) shape = joinShapes(shape, shapeOf(record));
    }
  };
  // What is wrong further down is told by the task that reads it, which knows the line.
  const add = (text: Uint8Array): void => {
    try {
      look(text, () => undefined);
    } catch (thrown) {
      if (!(thrown instanceof EngineFailure)) throw thrown;
    }
  };
  const first = form === 'array' ? headElements(head) : head.text;
  const skipped = first.byteOffset - head.text.byteOffset;
  look(wholeRecords(first, form, head.complete), (offset) => lineIn(head.text, offset + skipped));
  if (head.complete || !head.cuttable) return shape;
  if (samples !== undefined) {
    for (const sample of samples) add(wholeRecords(sample, form, false));
    return shape;
  }
  const { size } = head.file;
  const step = Math.max(SAMPLE_BYTES, Math.ceil((size - head.text.length) / SAMPLE_PIECES));
  if (form === 'lines') {
    for (let at = head.text.length; at < size; at += step) {
      add(await linesFrom(head.file, at, Math.min(size, at + SAMPLE_BYTES), bytes));
    }
    return shape;
  }
  // Only the starts of splits are known to be borders.
  for (const start of borders.slice(1, -1)) {
    const end = Math.min(borders.at(-1) ?? size, start + SAMPLE_BYTES * 8);
    add(wholeRecords(await bytes.read(head.file, start, end), form, false));
  }
  return shape;
}

const headElements = (head: JsonHead): Uint8Array =>
  head.complete ? withoutBrackets(head.text) : head.text.subarray(firstByte(head.text) + 1);

/** A piece that was cut off at its end, up to its last border. */
function wholeRecords(text: Uint8Array, form: JsonForm, complete: boolean): Uint8Array {
  if (complete) return text;
  if (form === 'lines') return text.subarray(0, text.lastIndexOf(0x0a) + 1);
  const depth = form === 'array' ? 1 : 0;
  const scanner = createElementScanner(0, depth, depth);
  scanner.feed(text);
  let end = 0;
  for (;;) {
    const border = scanner.next(0);
    if (border === -1) break;
    end = border;
  }
  const close = scanner.end();
  return text.subarray(0, close === -1 ? end : close);
}

async function linesFrom(
  file: FileRef,
  start: number,
  end: number,
  bytes: ByteSource,
): Promise<Uint8Array> {
  const piece = await bytes.read(file, start, end);
  const first = piece.indexOf(0x0a) + 1;
  const last = end === file.size ? piece.length : piece.lastIndexOf(0x0a) + 1;
  return first === 0 || last <= first ? new Uint8Array() : piece.subarray(first, last);
}

function makeSplits(
  looked: readonly Looked[],
  columns: SourceDescription['schema'],
): readonly Split[] {
  const splits: Split[] = [];
  for (const { source, head, form, borders } of looked) {
    const { file } = source;
    const size = borders.at(-1) ?? file.size;
    for (let i = 0; i + 1 < borders.length; i++) {
      const [start = 0, end = 0] = [borders[i], borders[i + 1]];
      splits.push({
        kind: 'json',
        index: splits.length,
        data:
          head.compression === 'none'
            ? { kind: 'range', file, start, end }
            : { kind: 'piece', file, start, end, last: i + 2 === borders.length },
        layout: form === 'lines' ? 'ndjson' : form,
        partitionValues: visiblePartitionValues(source, columns),
        bytes: Math.round(((end - start) / Math.max(1, size)) * file.size),
      });
    }
  }
  return splits;
}
