import type { FamilyCases } from './family-cases.ts';

export const TYPE: FamilyCases = {
  same: ['typeof(s)', 'typeof(m)', 'typeof(xs)', 'typeof(st)', 'typeof(at)', 'typeof(NULL)'],
  refused: ['try(s::INTEGER)', 'json_valid(s)', "json_extract('{}', '$.a')", 'to_json(xs)'],
};
