/** Columns by which no two rows of a relation are alike, as far as the plan itself tells. */
import type { Expression } from '../../contract/expression.ts';
import type { Join, Project, Relation, Window } from '../../contract/relation.ts';
import { nameKey, sameName } from '../../contract/schema.ts';
import { uniqueSides } from '../../logical/join-expectation.ts';

type Keys = readonly (readonly string[])[];

/** Sets of columns; the values of each set of them differ in every two rows. */
export function uniqueKeys(relation: Relation): Keys {
  switch (relation.kind) {
    case 'scan':
      return relation.source.format === 'generate' ? [[relation.source.name]] : [];
    case 'filter':
    case 'sort':
    case 'limit':
    case 'top-n':
    case 'sample':
      return uniqueKeys(relation.input);
    case 'distinct': {
      const below = uniqueKeys(relation.input);
      const { keys, output } = relation;
      return output === 'kept' && keys !== undefined ? [...below, keys] : below;
    }
    case 'aggregate':
      return [relation.keys.map(({ name }) => name)];
    case 'pivot':
      return [relation.rows];
    case 'project':
      return throughProject(relation);
    case 'window':
      return [...uniqueKeys(relation.input), ...numbers(relation)];
    case 'join':
      return ofJoin(relation);
    default:
      return [];
  }
}

const columnName = (expression: Expression): string | undefined =>
  expression.kind === 'column' ? expression.name : undefined;

/** @returns under the new names; none where a column of the key goes */
function renamed(keys: Keys, nameOf: (old: string) => string | undefined): Keys {
  return keys.flatMap((key) => {
    const names = key.map(nameOf);
    return names.includes(undefined) ? [] : [names as string[]];
  });
}

const throughProject = ({ input, columns }: Project): Keys =>
  renamed(
    uniqueKeys(input),
    (old) => columns.find(({ expression }) => sameName(columnName(expression) ?? '', old))?.name,
  );

/** Numbers of rows, with what they are counted by. */
const numbers = ({ expressions }: Window): Keys =>
  expressions.flatMap(({ name, window: { call, partitionBy } }) => {
    const groups = partitionBy.map(columnName);
    if (call.name !== 'row_number' || groups.includes(undefined)) return [];
    return [[...(groups as string[]), name]];
  });

/** The keys of a side whose rows each meet one row of the other at most. */
function ofJoin(join: Join): Keys {
  const { left, right, type, columns } = join;
  const under = (side: 'left' | 'right'): Keys =>
    renamed(
      uniqueKeys(join[side]),
      (old) => columns.find((each) => each.side === side && sameName(each.column, old))?.name,
    );
  if (type === 'semi' || type === 'anti') return under('left');
  const single = (side: 'left' | 'right'): boolean => {
    if (uniqueSides(join).includes(side)) return true;
    const on = new Set(join.on.map((key) => nameKey(columnName(key[side]) ?? '')));
    return uniqueKeys(side === 'left' ? left : right).some((key) =>
      key.every((name) => on.has(nameKey(name))),
    );
  };
  // Rows without a partner bring nulls for the other side's keys.
  const keepsLeft = type === 'inner' || type === 'left';
  const keepsRight = type === 'inner' || type === 'right';
  return [
    ...(keepsLeft && single('right') ? under('left') : []),
    ...(keepsRight && single('left') ? under('right') : []),
  ];
}
