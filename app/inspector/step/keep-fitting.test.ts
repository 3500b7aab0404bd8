import { expect, test } from 'vitest';
import { z } from 'zod';
import { registry } from '../../../nodes/registry.ts';
import { keepFitting } from './keep-fitting.ts';

const schema = registry.get('input.generate')?.params ?? z.never();

test('what the other variant takes stays', () => {
  const params = { kind: 'dates', start: 1, stop: '2024-01-31', step: 2, name: 'day', odd: 1 };
  expect(keepFitting(schema, params, 'kind')).toEqual({
    kind: 'dates',
    stop: '2024-01-31',
    name: 'day',
  });
  expect(keepFitting(schema, { kind: 'range', stop: 10 }, 'kind')).toEqual({
    kind: 'range',
    stop: 10,
  });
});
