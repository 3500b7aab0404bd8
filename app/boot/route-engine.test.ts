import { expect, test } from 'vitest';
import { operationalError } from '../../engine/contract/errors.ts';
import type { EngineError } from '../../engine/contract/errors.ts';
import type { EngineClient, Place } from '../session/engine-client.ts';
import { routeEngine } from './route-engine.ts';

/** Says what it was asked. */
function engineOf(place: Place, said: string[]) {
  let lost: ((error: EngineError) => void) | undefined;
  const say =
    (what: string, value: unknown) =>
    async (...of: readonly unknown[]): Promise<unknown> => {
      said.push(`${place} ${what}${typeof of[0] === 'string' ? ` ${of[0]}` : ''}`);
      return { ok: true, value };
    };
  const engine = {
    start: say('start', { workers: 2 }),
    onLost: (listener: typeof lost) => (lost = listener),
    check: say('check', {}),
    openRows: say('open', { id: `rows-of-${place}` }),
    readRows: say('read', new Uint8Array()),
    closeRows: say('close', null),
    cancel: say('cancel', null),
    giveFiles: say('files', null),
  } as unknown as EngineClient;
  return { engine, lose: (error: EngineError) => lost?.(error) };
}

function setUp() {
  const said: string[] = [];
  const [tab, computer] = [engineOf('tab', said), engineOf('computer', said)];
  let place: Place = 'tab';
  const engines = { tab: tab.engine, computer: computer.engine };
  const engine = routeEngine(engines, () => place);
  const go = (to: Place) => (place = to);
  return { said, engine, tab, computer, go };
}

const QUESTION = { document: {}, parameters: {}, target: 'a' } as never;
const nothing = (): void => undefined;

test('questions go where it runs; an engine that runs is not started again', async () => {
  const { said, engine, go } = setUp();
  await engine.start(nothing);
  await engine.check(QUESTION);
  go('computer');
  await engine.start(nothing);
  await engine.check(QUESTION);
  go('tab');
  expect(await engine.start(nothing)).toEqual({ ok: true, value: { workers: 2 } });
  await engine.check(QUESTION);
  expect(said).toEqual(['tab start', 'tab check', 'computer start', 'computer check', 'tab check']);
});

test('rows are read and closed where they were made, cancelling reaches both', async () => {
  const { said, engine, go } = setUp();
  go('computer');
  await engine.openRows(QUESTION, nothing);
  go('tab');
  await engine.readRows('rows-of-computer', 0, 10);
  await engine.closeRows('rows-of-computer');
  await engine.cancel('run');
  expect(said).toEqual([
    'computer open',
    'computer read rows-of-computer',
    'computer close rows-of-computer',
    'tab cancel run',
    'computer cancel run',
  ]);
});

test('that an engine was lost is told while it is the one that runs, and it starts anew', async () => {
  const { said, engine, tab, computer, go } = setUp();
  const told: string[] = [];
  engine.onLost(({ message }) => told.push(message));
  const lost = (message: string): EngineError => operationalError('engine-lost', message).error;
  await engine.start(nothing);
  computer.lose(lost('of the computer'));
  tab.lose(lost('of the tab'));
  await engine.start(nothing);
  go('computer');
  computer.lose(lost('of the computer now'));
  expect(told).toEqual(['of the tab', 'of the computer now']);
  expect(said).toEqual(['tab start', 'tab start']);
});
