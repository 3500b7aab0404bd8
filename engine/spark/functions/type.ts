/** What a value is. */
import { formatType } from '../../contract/schema.ts';
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import { typed } from '../translate/typed.ts';
import { simple } from '../types.ts';
import type { SparkFunctions } from './entry.ts';

export const TYPE: SparkFunctions = {
  /** DuckDB's name for it, which is known. */
  typeof: (_, { argTypes }) => {
    const [type] = argTypes;
    if (type === undefined) return refuse('typeof() needs a value.');
    if (type.kind !== 'scalar' && type.kind !== 'decimal') {
      return refuse('Names of nested types are not translated.');
    }
    return typed(sx.text(formatType(type)), simple('STRING'));
  },
};
