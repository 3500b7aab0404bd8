/** A job for tests. */
import type { PushJob, PushState } from '../../../contract/push-job.ts';
import type { NewPush } from '../follow-push.ts';

export const START: NewPush = {
  id: 'job-1',
  name: 'Late flights',
  location: 'flights.sluice.json',
  connection: 'lab',
  via: 'connect',
  session: '00000000-0000-4000-8000-000000000001',
  parametersHash: 'p',
  process: 1,
};

/** With one operation that fetches what `out` writes here. */
export const jobIn = (state: PushState): PushJob => ({
  ...START,
  kind: 'push',
  state,
  timeline: [{ state, at: 0 }],
  planHash: 'h',
  operations: [{ id: 'op-1', step: 'out', does: 'fetch', state: 'sent' }],
  outputs: [{ step: 'out', target: 'out/late.parquet', place: 'here' }],
});
