/** Every function of the catalogue that Spark has a faithful counterpart for, by its DuckDB name. */
import type { SparkFunction } from '../translate/typed.ts';
import { AGGREGATE } from './aggregate.ts';
import { CONDITIONAL } from './conditional.ts';
import { DATE_FORMAT } from './date-format.ts';
import { DATE_TIME } from './date-time.ts';
import { MATH } from './math.ts';
import { TEXT } from './text.ts';

export const SPARK_FUNCTIONS: ReadonlyMap<string, SparkFunction> = new Map(
  [MATH, TEXT, DATE_TIME, DATE_FORMAT, CONDITIONAL, AGGREGATE].flatMap((family) =>
    Object.entries(family),
  ),
);
