import { userError } from '../contract/errors.ts';
import type { Column, Schema } from '../contract/schema.ts';
import { findColumn } from '../contract/schema.ts';
import { nameHint } from '../document/near-names.ts';

/** Throws a user error for a column that is not there. */
export function wantedColumn(name: string, schema: Schema): Column {
  const column = findColumn(schema, name);
  if (column !== undefined) return column;
  const hint = nameHint(
    name,
    schema.map((each) => each.name),
  );
  throw userError('unknown-column', `There is no column "${name}" to look at.`, {
    ...(hint === undefined ? {} : { hint }),
  });
}
