import { expect, test } from 'vitest';
import type { Action } from '../session/action-store.ts';
import { groupActions, withUsed } from './group-actions.ts';

const action = (id: string, group: string): Action => ({
  id,
  title: id,
  group,
  run: () => undefined,
});

test('headings stand in the order of what one does most, whatever registered first', () => {
  const groups = groupActions([
    action('commands.palette', 'Help'),
    action('files.save', 'File'),
    action('other.thing', 'Other'),
    action('canvas.add-step', 'Canvas'),
    action('files.open-data', 'File'),
    action('run.all', 'Run'),
  ]);
  expect([...groups].map(([group, { length }]) => [group, length])).toEqual([
    ['Run', 1],
    ['Canvas', 1],
    ['File', 2],
    ['Help', 1],
    ['Other', 1],
  ]);
  expect(groups.get('File')?.map(({ id }) => id)).toEqual(['files.save', 'files.open-data']);
});

test('what was used last comes first, once, and few of them', () => {
  expect(withUsed(['a', 'b', 'c', 'd'], 'e')).toEqual(['e', 'a', 'b', 'c']);
  expect(withUsed(['a', 'b', 'c'], 'b')).toEqual(['b', 'a', 'c']);
});
