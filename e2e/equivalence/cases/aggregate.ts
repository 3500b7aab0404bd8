import type { FamilyCases } from './family-cases.ts';

export const AGGREGATE: FamilyCases = {
  place: 'aggregate',
  same: [
    'count(*)',
    'count(s)',
    'count(DISTINCT s)',
    'sum(j)',
    'sum(b)',
    'sum(m)',
    'avg(j)',
    'avg(m)',
    'min(s)',
    'max(day)',
    'sum(j) FILTER (WHERE j > 2)',
    'count(*) FILTER (WHERE ok)',
  ],
};
