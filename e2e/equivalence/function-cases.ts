/** What is tried of every family. */
import { AGGREGATE } from './cases/aggregate.ts';
import { CASTS } from './cases/casts.ts';
import type { FamilyCases } from './cases/family-cases.ts';
import { OPERATORS } from './cases/operators.ts';
import { REGEX } from './cases/regex.ts';
import { TEXT } from './cases/text.ts';

export const CASES: Readonly<Record<string, FamilyCases>> = {
  operators: OPERATORS,
  casts: CASTS,
  text: TEXT,
  regex: REGEX,
  aggregate: AGGREGATE,
};
