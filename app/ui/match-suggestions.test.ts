import { expect, test } from 'vitest';
import { matchSuggestions } from './match-suggestions.ts';

const items = ['delay', 'Origin', 'origin_state', 'destination'].map((value) => ({ value }));
const match = (text: string) => matchSuggestions(items, text).map(({ value }) => value);

test('beginnings come before what stands within, in any case', () => {
  expect(match('orig')).toEqual(['Origin', 'origin_state']);
  expect(match('AT')).toEqual(['origin_state', 'destination']);
  expect(match('de')).toEqual(['delay', 'destination']);
  expect(match(' ')).toHaveLength(4);
  expect(match('nothing')).toEqual([]);
});

test('the text itself comes first: Enter takes the first', () => {
  const ids = ['id_of_order', 'order_id', 'ID'].map((value) => ({ value }));
  expect(matchSuggestions(ids, 'id').map(({ value }) => value)).toEqual([
    'ID',
    'id_of_order',
    'order_id',
  ]);
});

test('what is shown in the place of a value is what is searched', () => {
  const values = [{ value: '', label: 'empty text' }, { value: 'text' }];
  expect(matchSuggestions(values, 'empty')).toEqual([values[0]]);
  expect(matchSuggestions(values, 'text')).toEqual([values[1], values[0]]);
});
