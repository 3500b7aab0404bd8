/** Every function of the catalogue that Spark has a faithful counterpart for, by its DuckDB name. */
import { refuse } from '../refusal.ts';
import type { SparkFunction } from '../translate/typed.ts';
import { AGGREGATE } from './aggregate.ts';
import { CONDITIONAL } from './conditional.ts';
import { DATE_FORMAT } from './date-format.ts';
import { DATE_TIME } from './date-time.ts';
import { LIST, listLength } from './list.ts';
import { MATH } from './math.ts';
import { STRUCT_MAP } from './struct-map.ts';
import { TEXT } from './text.ts';
import { TYPE } from './type.ts';
import { WINDOW } from './window.ts';

/** Of lists and of texts. */
const length: SparkFunction = (args, context) => {
  const translate = args[0]?.type.kind === 'array' ? listLength : TEXT['length'];
  return translate?.(args, context) ?? refuse('length() needs a text or a list.');
};

export const SPARK_FUNCTIONS: ReadonlyMap<string, SparkFunction> = new Map(
  [
    MATH,
    TEXT,
    DATE_TIME,
    DATE_FORMAT,
    CONDITIONAL,
    LIST,
    STRUCT_MAP,
    TYPE,
    AGGREGATE,
    WINDOW,
    { length },
  ].flatMap((family) => Object.entries(family)),
);
