/**
 * With lossless conversion duckdb-wasm 1.32.0 declares BOOLEAN columns as `arrow.bool8` (one byte a
 * value) but fills their buffers with one bit a value; what follows the bits is garbage. Read as
 * Arrow's Bool, which is what the bits are, they are right, and DuckDB reads Bool as BOOLEAN.
 */
import { Bool, type Schema } from 'apache-arrow';
import { retypeSchema } from '../arrow/retype.ts';

const EXTENSION_NAME = 'ARROW:extension:name';
const EXTENSION_METADATA = 'ARROW:extension:metadata';

/** The true schema of an export of DuckDB. Not for Arrow of other makers. */
export const unpackBooleans = (schema: Schema): Schema =>
  retypeSchema(schema, ({ metadata }) => {
    if (metadata.get(EXTENSION_NAME) !== 'arrow.bool8') return undefined;
    const rest = new Map(metadata);
    rest.delete(EXTENSION_NAME);
    rest.delete(EXTENSION_METADATA);
    return { type: new Bool(), metadata: rest };
  });
