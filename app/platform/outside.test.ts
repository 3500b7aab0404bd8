import { expect, test } from 'vitest';
import type { HostEvent } from '../../electron/host/api/host-api.ts';
import { listenOutside } from './outside.ts';
import type { OutsideEvent } from './outside.ts';

test('what comes before anybody takes it waits, in its order; so does what comes when nobody takes it any more', () => {
  let tell: (event: HostEvent) => void = () => undefined;
  const outside = listenOutside({ onEvent: (listener) => void (tell = listener) });
  const command = (name: string): OutsideEvent => ({ event: 'command', command: name });
  tell(command('first'));
  tell({ event: 'files.changed', file: 'a'.repeat(22), entry: null });
  tell(command('second'));
  const taken: OutsideEvent[] = [];
  const stop = outside.take((event) => taken.push(event));
  tell(command('third'));
  stop();
  tell(command('fourth'));
  expect(taken).toEqual(['first', 'second', 'third'].map(command));
  const later: OutsideEvent[] = [];
  outside.take((event) => later.push(event));
  // Who stopped taking stops nobody else.
  stop();
  tell(command('fifth'));
  expect(later).toEqual(['fourth', 'fifth'].map(command));
});
