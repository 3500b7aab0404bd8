/** What is tried of every family. */
import { AGGREGATE } from './cases/aggregate.ts';
import { CASTS } from './cases/casts.ts';
import { CONDITIONAL } from './cases/conditional.ts';
import { DATE_TIME } from './cases/date-time.ts';
import type { FamilyCases } from './cases/family-cases.ts';
import { MATH } from './cases/math.ts';
import { LIST } from './cases/list.ts';
import { OPERATORS } from './cases/operators.ts';
import { REGEX } from './cases/regex.ts';
import { STRUCT_MAP } from './cases/struct-map.ts';
import { TEXT } from './cases/text.ts';
import { TYPE } from './cases/type.ts';
import { WINDOW } from './cases/window.ts';

export const CASES: Readonly<Record<string, FamilyCases>> = {
  operators: OPERATORS,
  casts: CASTS,
  text: TEXT,
  regex: REGEX,
  math: MATH,
  'date-time': DATE_TIME,
  conditional: CONDITIONAL,
  list: LIST,
  'struct-map': STRUCT_MAP,
  type: TYPE,
  aggregate: AGGREGATE,
  window: WINDOW,
};
