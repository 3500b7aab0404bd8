/** What is wrong with a compressed file, and where. */
export class DamagedText extends Error {
  /** Byte of the compressed file; damage is near and behind it. */
  readonly byte: number;
  /** `cut-off`: the data go on at the file's end. Damage before may look so, too. */
  readonly what: 'cut-off' | 'damaged';

  constructor(byte: number, what: 'cut-off' | 'damaged', reason: string) {
    super(reason);
    this.byte = byte;
    this.what = what;
  }
}
