import type { FamilyCases } from './family-cases.ts';

export const TEXT: FamilyCases = { same: ['lower(s)', 'length(s)'] };
