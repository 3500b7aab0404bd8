/** Rows of VARCHAR columns as bytes for a server. */
import type { Data } from 'apache-arrow';
import { decodeStream } from '../../worker/arrow/ipc.ts';

export interface TextRows {
  readonly rows: number;
  readonly isNull: (row: number, column: number) => boolean;
  /** Bytes of a value, as a view. */
  readonly value: (row: number, column: number) => Uint8Array;
}

/** Batches of a stream whose columns are all VARCHAR. */
export function* textRows(stream: Uint8Array): Generator<TextRows> {
  for (const { data, numRows: rows } of decodeStream(stream).batches) {
    const columns = data.children as readonly Data[];
    const part = (column: number): Data => columns[column] as Data;
    yield {
      rows,
      isNull: (row, column) => part(column).nullCount > 0 && !part(column).getValid(row),
      value: (row, column) => {
        const { valueOffsets, values } = part(column);
        return (values as Uint8Array).subarray(
          valueOffsets[row] as number,
          valueOffsets[row + 1] as number,
        );
      },
    };
  }
}

/** Bytes that grow. */
export class ByteBuffer {
  #bytes: Buffer;
  #end = 0;

  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafe(size);
  }

  get length(): number {
    return this.#end;
  }

  room(more: number): Buffer {
    if (this.#end + more > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#end + more));
      this.#bytes.copy(larger, 0, 0, this.#end);
      this.#bytes = larger;
    }
    return this.#bytes;
  }

  addByte(byte: number): void {
    this.room(1)[this.#end] = byte;
    this.#end += 1;
  }

  addText(text: string): void {
    this.#end += this.room(text.length * 3).write(text, this.#end, 'utf8');
  }

  addBytes(bytes: Uint8Array): void {
    this.room(bytes.length).set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** The bytes, which are then let go. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#end));
    this.#end = 0;
    return taken;
  }
}
