/** Thrown for values that are no damage but not known to this decoder: parquet-wasm reads the column. */
export class UnknownLayout extends Error {
  override readonly name = 'UnknownLayout';
}
