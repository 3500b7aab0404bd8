import type { PushJob } from '../../contract/push-job.ts';

/** By which the operations of a push are interrupted, whoever asks. */
export const pushTag = ({ id }: Pick<PushJob, 'id'>): string => `sluice-${id}`;
