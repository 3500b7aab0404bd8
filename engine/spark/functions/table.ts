/** Every function of the catalogue that Spark has a faithful counterpart for, by its DuckDB name. */
import type { SparkFunction } from '../translate/typed.ts';
import { AGGREGATE } from './aggregate.ts';
import { CONDITIONAL } from './conditional.ts';
import { MATH } from './math.ts';
import { TEXT } from './text.ts';

export const SPARK_FUNCTIONS: ReadonlyMap<string, SparkFunction> = new Map(
  [MATH, TEXT, CONDITIONAL, AGGREGATE].flatMap((family) => Object.entries(family)),
);
