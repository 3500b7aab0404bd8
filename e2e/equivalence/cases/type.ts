import type { FamilyCases } from './family-cases.ts';

export const TYPE: FamilyCases = {
  same: ['typeof(s)', 'typeof(m)', 'typeof(at)', 'typeof(NULL)'],
  refused: [
    'typeof(xs)',
    'try(s::INTEGER)',
    'json_valid(s)',
    "json_extract('{}', '$.a')",
    'to_json(xs)',
  ],
};
