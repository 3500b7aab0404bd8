import { expect, test } from 'vitest';
import { registry } from '../../nodes/registry.ts';
import { fieldTitle } from './field-title.ts';

const AGGREGATES = { aggregates: [{ name: 'n', function: 'count' }, { name: 'm' }] };

test.each([
  ['aggregate.group-by', ['aggregates', 1, 'column'], AGGREGATES, 'Aggregates 2 › Column'],
  ['aggregate.group-by', ['keys', 0], { keys: ['a'] }, 'Keys 1'],
  ['rows.filter', ['condition'], {}, 'Condition'],
  ['columns.rename', ['map', 'total price'], { map: {} }, 'Names › total price'],
  ['rows.filter', ['no_such_key'], {}, 'No such key'],
  ['rows.filter', [], {}, ''],
] as const)('%s %j', (type, path, params, title) => {
  const definition = registry.get(type);
  if (definition === undefined) throw new Error(type);
  expect(fieldTitle(definition.params, path, params)).toBe(title);
});
