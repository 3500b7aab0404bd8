/** Choosing between values. */
import { sx } from '../expression.ts';
import { typed, unified } from '../translate/typed.ts';
import type { SparkFunctions } from './entry.ts';

export const CONDITIONAL: SparkFunctions = {
  coalesce: (args) => {
    const { values, type } = unified(args);
    return typed(sx.call('coalesce', ...values), type);
  },
};
