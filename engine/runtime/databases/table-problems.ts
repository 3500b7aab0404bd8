/** What can be wrong between rows and the table that they go to. */
import type { DatabaseTarget } from '../../contract/database.ts';
import type { EngineFailure } from '../../contract/errors.ts';
import { userError } from '../../contract/errors.ts';
import type { Schema } from '../../contract/schema.ts';
import { sameName } from '../../contract/schema.ts';

export const missingTable = ({ table, credential }: DatabaseTarget): EngineFailure =>
  userError('table-not-found', `There is no table ${table} in the database of "${credential}".`, {
    param: 'table',
    hint: 'Write the name as the database has it, or let the step create the table.',
  });

export const keysNotUnique = ({ table, keys }: DatabaseTarget): EngineFailure =>
  userError('keys-not-unique', `The table ${table} does not hold each ${keys.join(', ')} once.`, {
    param: 'keys',
    hint: 'Give the table a primary key or a unique index over just these columns, or name those of one that it has.',
  });

export const repeatedKeys = (
  { keys }: DatabaseTarget,
  examples: readonly string[],
): EngineFailure =>
  userError(
    'keys-repeated',
    `Several rows have the same ${keys.join(', ')}, or none: ${examples.join('; ')}.`,
    {
      param: 'keys',
      hint: 'Nothing was written. Leave one row of each with a Distinct step before, and filter out nulls.',
    },
  );

/**
 * The table's column for each of ours: of the same name, else of one that differs by case only.
 * @param existing absent: the table is made with our columns
 */
export function matchColumns(
  schema: Schema,
  existing: readonly string[] | undefined,
  { table }: DatabaseTarget,
): string[] {
  if (existing === undefined) return schema.map(({ name }) => name);
  return schema.map(({ name }) => {
    const found =
      existing.find((each) => each === name) ?? existing.find((each) => sameName(each, name));
    if (found !== undefined) return found;
    throw userError('unknown-column', `The table ${table} has no column "${name}".`, {
      param: 'table',
      hint: `It has: ${existing.slice(0, 10).join(', ')}. Select or rename columns before the step.`,
      location: { column: name },
    });
  });
}
