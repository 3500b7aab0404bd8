import type { FamilyCases } from './family-cases.ts';

export const CASTS: FamilyCases = {
  same: [
    'd::DECIMAL(20,4)',
    'p::INTEGER',
    'm::INTEGER',
    'j::DOUBLE',
    'j::VARCHAR',
    'm::VARCHAR',
    'day::VARCHAR',
    'day::TIMESTAMP',
    'at::DATE',
    'ok::INTEGER',
    'ok::VARCHAR',
    'TRY_CAST(i AS TINYINT)',
  ],
};
