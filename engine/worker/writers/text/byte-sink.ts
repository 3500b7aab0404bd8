/** Text on its way into a file, as bytes in one growing buffer. */

const FIRST_BYTES = 1 << 18;

/** Share of the buffer that may stay unused at the end before it is worth a copy. */
const MAX_WASTE = 0.2;

/** Writers put bytes at `at` and move it on, after `reserve` has made room. */
export class ByteSink {
  bytes = new Uint8Array(FIRST_BYTES);
  at = 0;

  /** Makes room for so many bytes behind `at`; `bytes` may be another array afterwards. */
  reserve(count: number): void {
    const needed = this.at + count;
    if (needed > this.bytes.length) this.#grow(Math.max(needed, 1.5 * this.bytes.length));
  }

  /**
   * Tells how much of everything is written, so that few guesses at the whole save the copies of
   * growing step by step. Guesses move by a few per cent, hence the tenth on top.
   */
  expect(done: number, all: number): void {
    const total = (this.at / done) * all;
    if (total > this.bytes.length) this.#grow(total * 1.1);
  }

  #grow(length: number): void {
    const grown = new Uint8Array(Math.ceil(length));
    grown.set(this.bytes.subarray(0, this.at));
    this.bytes = grown;
  }

  writeByte(byte: number): void {
    this.reserve(1);
    this.bytes[this.at++] = byte;
  }

  write(text: Uint8Array): void {
    this.reserve(text.length);
    const { bytes } = this;
    let { at } = this;
    // Names and marks are short: a loop beats a call of `set`.
    for (let i = 0; i < text.length; i++) bytes[at++] = text[i] as number;
    this.at = at;
  }

  /** Everything written. The sink is not to be used any more. */
  finish(): Uint8Array {
    const written = this.bytes.subarray(0, this.at);
    return this.at < (1 - MAX_WASTE) * this.bytes.length ? written.slice() : written;
  }
}
