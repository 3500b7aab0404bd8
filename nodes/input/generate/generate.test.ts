import { expect, test } from 'vitest';
import { lowerNode, paramProblems } from '../../testing/lower-node.ts';

test('numbers from 0 and days one by one are the defaults', () => {
  expect(lowerNode('input.generate', { kind: 'range', stop: 5 })['output']).toMatchObject({
    source: { generate: 'range', name: 'value', start: '0', stop: '5', step: '1' },
  });
  const dates = { kind: 'dates', start: '2024-01-31', stop: '2024-12-31' };
  expect(lowerNode('input.generate', dates)['output']).toMatchObject({
    source: { generate: 'dates', name: 'date', start: '2024-01-31', step: '1 day' },
  });
});

test('numbers above 2^53 come as text', () => {
  const params = { kind: 'range', start: '9007199254740993', stop: '9007199254740995' };
  expect(lowerNode('input.generate', params)['output']).toMatchObject({
    source: { start: '9007199254740993', stop: '9007199254740995' },
  });
});

test.each([
  [{ kind: 'range', stop: 5, step: 0 }, 'step: A step of 0 never ends: give another.'],
  [{ kind: 'range', stop: 1.5 }, 'stop: Give a whole number.'],
  [{ kind: 'dates', start: '31.1.2024', stop: '2024-12-31' }, 'start: Give a date as YYYY-MM-DD.'],
  [
    { kind: 'dates', start: '2024-01-01', stop: '2024-12-31', step: 'monthly' },
    'step: Give a step such as "1 day", "2 weeks" or "1 month".',
  ],
  [
    { kind: 'dates', start: '2024-01-01', stop: '2024-12-31', step: '0 days' },
    'step: A step of 0 never ends: give another.',
  ],
])('%j is refused', (params, problem) => {
  expect(paramProblems('input.generate', params)).toEqual([problem]);
});
