/** Where the splits of a JSON file begin: on borders of records. */
import { userError } from '../../../contract/errors.ts';
import type { FileRef } from '../../../contract/source.ts';
import type { ByteSource } from '../../../runtime/runtime.ts';
import { createElementScanner, type ElementScanner } from '../../../sources/json/scan-elements.ts';
import { splitTargets } from '../../../sources/split-size.ts';
import { evenChunks } from '../text/compression.ts';
import { fileText } from '../text/file-text.ts';
import { firstByte, JSON_HEAD_BYTES, type JsonHead } from './json-file.ts';
import type { JsonForm } from './parse-json.ts';

const PASS_BYTES = 8 * 1024 * 1024;

/** Bytes of a piece of the sample. */
export const SAMPLE_BYTES = 128 * 1024;

/** Pieces of a compressed file's sample; its length is only known at its end. */
const MAX_SAMPLES = 128;

export interface JsonBorders {
  /** Offsets in the text where splits begin and the last one ends. */
  readonly borders: readonly number[];
  /** What follows some borders of a compressed file, which cannot be entered later on. */
  readonly samples?: readonly Uint8Array[];
}

export async function findJsonBorders(
  head: JsonHead,
  form: JsonForm,
  splitBytes: number,
  bytes: ByteSource,
): Promise<JsonBorders> {
  const { file, cuttable, compression } = head;
  if (compression !== 'none') return compressedBorders(head, form, splitBytes, bytes);
  if (!cuttable) return { borders: [0, file.size] };
  const targets = splitTargets(file.size, splitBytes);
  if (form === 'lines') return { borders: await lineBorders(file, targets, bytes) };
  if (form === 'values' && targets.length === 0) return { borders: [0, file.size] };
  return { borders: await elementBorders(head, form, targets, bytes) };
}

const elementsStart = (head: JsonHead, form: 'array' | 'values'): number =>
  head.mark + firstByte(head.text) + (form === 'array' ? 1 : 0);

/** A line end is a border wherever it is: a JSON string cannot hold a raw one. */
async function lineBorders(
  file: FileRef,
  targets: readonly number[],
  bytes: ByteSource,
): Promise<readonly number[]> {
  const borders = [0];
  for (const target of targets) {
    const border = await nextLine(file, target, bytes);
    if (border < file.size && border > (borders.at(-1) ?? 0)) borders.push(border);
  }
  return [...borders, file.size];
}

async function nextLine(file: FileRef, from: number, bytes: ByteSource): Promise<number> {
  const window = 64 * 1024;
  for (let at = from - 1; at < file.size; at += window) {
    const piece = await bytes.read(file, at, Math.min(file.size, at + window));
    const found = piece.indexOf(0x0a);
    if (found !== -1) return at + found + 1;
  }
  return file.size;
}

/** One pass over the file: nesting at a place depends on everything before it. */
async function elementBorders(
  head: JsonHead,
  form: 'array' | 'values',
  targets: readonly number[],
  bytes: ByteSource,
): Promise<readonly number[]> {
  const { file } = head;
  const start = elementsStart(head, form);
  const depth = form === 'array' ? 1 : 0;
  const scanner = createElementScanner(start, depth, depth);
  const borders = [start];
  let target = 0;
  for (let at = start; at < file.size; at += PASS_BYTES) {
    scanner.feed(await bytes.read(file, at, Math.min(file.size, at + PASS_BYTES)));
    for (;;) {
      const border = scanner.next(targets[target] ?? Infinity);
      if (border === -1) break;
      borders.push(border);
      while ((targets[target] ?? Infinity) <= border) target++;
    }
  }
  const end = form === 'array' ? scanner.end() : file.size;
  if (end === -1) throw unfinished(file, file.size);
  return [...borders.filter((border) => border < end), end];
}

/** One pass over the text, which also takes the samples. */
async function compressedBorders(
  head: JsonHead,
  form: JsonForm,
  splitBytes: number,
  bytes: ByteSource,
): Promise<JsonBorders> {
  const { file, cuttable } = head;
  const isWhole = !cuttable || form === 'lines';
  const start = isWhole ? 0 : elementsStart(head, form);
  const depth = form === 'array' ? 1 : 0;
  const scanner =
    form === 'lines' ? createLineScanner() : createElementScanner(start, depth, depth);
  const borders: number[] = [];
  let samples: Uint8Array[] = [];
  let target = cuttable ? Math.max(splitBytes, start + 1) : Infinity;
  let sampleEvery = PASS_BYTES;
  let nextSample = cuttable && !head.complete ? JSON_HEAD_BYTES : Infinity;
  let base = start;
  for await (const chunk of evenChunks(fileText(file, true, bytes, start), PASS_BYTES)) {
    scanner.feed(chunk);
    for (;;) {
      const border = scanner.next(Math.min(target, nextSample));
      if (border === -1) break;
      if (target <= border) {
        borders.push(border);
        target = (Math.floor(border / splitBytes) + 1) * splitBytes;
      }
      if (nextSample > border) continue;
      samples.push(chunk.slice(border - base, border - base + SAMPLE_BYTES));
      // Every second one goes, so that the rest is spread evenly over the text so far.
      if (samples.length > MAX_SAMPLES) {
        samples = samples.filter((_, i) => i % 2 === 0);
        sampleEvery *= 2;
      }
      nextSample = border + sampleEvery;
    }
    base += chunk.length;
  }
  const end = cuttable && form === 'array' ? scanner.end() : base;
  if (end === -1) throw unfinished(file, base);
  // A small last piece stays with the one before it, as in `splitTargets`.
  const latest = end - splitBytes / 4;
  return { borders: [start, ...borders.filter((border) => border < latest), end], samples };
}

/** Borders behind line ends, wherever they are. */
function createLineScanner(): ElementScanner {
  let bytes = new Uint8Array();
  let base = 0;
  return {
    feed: (chunk) => {
      base += bytes.length;
      bytes = chunk as Uint8Array<ArrayBuffer>;
    },
    next: (from) => {
      const at = Math.max(0, from - 1 - base);
      const found = at < bytes.length ? bytes.indexOf(0x0a, at) : -1;
      return found === -1 ? -1 : base + found + 1;
    },
    end: () => -1,
  };
}

const unfinished = (file: FileRef, size: number): Error =>
  userError('bad-json', `${file.name} ends before its array does.`, {
    param: 'path',
    hint: 'The file is incomplete: copy or download it again.',
    location: { file: file.name, byte: size },
  });
