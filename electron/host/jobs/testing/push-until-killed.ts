/** A client that pushes one operation after the other until it is killed, and says what it has sent. */
import { writeSync } from 'node:fs';
import type { PushEvent } from '../../../../engine/contract/push-job.ts';
import { followPush } from '../../../../engine/remote/jobs/follow-push.ts';
import { START } from '../../../../engine/remote/jobs/testing/example-job.ts';
import { createPushStore } from '../push-store.ts';

const [directory = '', id = ''] = process.argv.slice(2);

async function* push(): AsyncGenerator<PushEvent> {
  yield await Promise.resolve({ type: 'translated', planHash: 'h', outputs: [] } as const);
  for (let i = 0; ; i += 1) {
    yield { type: 'operation', operation: { id: `op-${i}`, step: 'out', does: 'write' } };
    writeSync(1, `op-${i}\n`);
  }
}

await followPush({ ...START, id, process: process.pid }, push(), {
  store: createPushStore({ directory, log: { warn: () => undefined } }),
  now: Date.now,
});
