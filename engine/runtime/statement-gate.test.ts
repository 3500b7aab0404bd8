import { expect, test } from 'vitest';
import { createGate, isBusy, shutGate, throughGate } from './statement-gate.ts';

test('it shuts only while nothing runs, and then nothing begins', async () => {
  const gate = createGate();
  const during = throughGate(gate);
  let finish = (): void => undefined;
  const first = during(() => new Promise<void>((resolve) => (finish = resolve)));
  await expect(during(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect([isBusy(gate), shutGate(gate)]).toEqual([true, false]);
  finish();
  await first;
  expect([isBusy(gate), shutGate(gate), shutGate(gate)]).toEqual([false, true, true]);
  let begun = 0;
  const late = during(() => Promise.resolve((begun += 1)));
  await expect(late).rejects.toMatchObject({ error: { kind: 'cancelled' } });
  expect([begun, isBusy(gate)]).toEqual([0, false]);
});
