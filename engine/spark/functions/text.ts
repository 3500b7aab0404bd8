/** Text. */
import type { SparkFunctions } from './entry.ts';
import { same } from './entry.ts';

export const TEXT: SparkFunctions = {
  lower: same('lower', ['STRING'], 'STRING'),
  upper: same('upper', ['STRING'], 'STRING'),
  length: same('char_length', ['STRING'], 'INT'),
};
