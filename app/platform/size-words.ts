/** How large a cluster is, in words; empty where nobody knows. */
import type { TFunction } from 'i18next';
import type { ClusterSize } from '../../engine/contract/push-job.ts';

export const sizeWords = (t: TFunction<'cluster'>, { cores, executors }: ClusterSize): string =>
  [
    ...(executors === undefined ? [] : [t('executor-count', { count: executors })]),
    ...(cores === undefined ? [] : [t('core-count', { count: cores })]),
  ].join(', ');
