/** A place in a file or in the data. */
export interface DataLocation {
  readonly file?: string;
  /** 1-based line of the file. */
  readonly line?: number;
  /** 1-based data row. */
  readonly row?: number;
  readonly column?: string;
  /** Byte offset in the file. */
  readonly byte?: number;
  readonly partition?: number;
}
