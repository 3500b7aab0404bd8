import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { operationalError } from '../../../engine/contract/errors.ts';
import { openPushLog, readPushLog } from './push-log.ts';

const PROGRESS = {
  stages: 2,
  stagesDone: 1,
  tasks: 9,
  tasksDone: 4,
  tasksRunning: 2,
  bytesRead: 0,
};

test('what happens is told once, with its time and without secrets; the end is the end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-log-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const masked = (text: string): string => text.replaceAll('hunter22', '[secret]');
  const log = openPushLog(folder, masked, [{ id: 'before', step: 'sorted' }], () => 0);
  log.event({ type: 'operation', operation: { id: 'x1', step: 'out', does: 'fetch' } });
  for (let i = 0; i < 3; i += 1) log.event({ type: 'progress', id: 'x1', progress: PROGRESS });
  log.event({ type: 'fetched', id: 'x1', rows: 5, bytes: 9 });
  log.event({ type: 'operation-done', id: 'before' });
  log.retry({ rpc: 'Reattach', attempt: 1, delayMs: 50, reason: 'hunter22 is away' });
  log.failed(
    operationalError('spark-failed', 'It failed.', {
      hint: 'Look.',
      detail: 'A: b\n  at c.d(e:1)',
    }),
  );
  log.end('succeeded');
  await log.close();
  expect(await readPushLog(folder)).toEqual([
    '1970-01-01 00:00:00.000  out: fetch sent as operation x1',
    '1970-01-01 00:00:00.000  out: 1 of 2 stages, 4 of 9 tasks',
    '1970-01-01 00:00:00.000  sorted: operation before has ended well',
    '1970-01-01 00:00:00.000  no answer to Reattach ([secret] is away): try 2 in 50 ms',
    '1970-01-01 00:00:00.000  spark-failed: It failed.',
    '    Look.',
    '    A: b',
    '      at c.d(e:1)',
  ]);
  if (process.platform !== 'win32') {
    expect((await stat(join(folder, 'push.log'))).mode & 0o077).toBe(0);
  }
});
