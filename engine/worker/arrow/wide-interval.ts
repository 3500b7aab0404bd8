/**
 * apache-arrow 17 counts three 32-bit numbers for a MONTH_DAY_NANO interval (`1 + unit`); it has
 * four. In memory such a column carries the unit 3 instead, so that slicing and writing see all 16
 * bytes; only schema messages carry the format's unit 2.
 */
import { DataType, Interval, IntervalUnit, type Schema } from 'apache-arrow';
import { retypeSchema } from './retype.ts';

const WIDE_UNIT = 3 as IntervalUnit;

/** The schema of batches in memory. */
export const widenSchema = (schema: Schema): Schema =>
  exchangeUnits(schema, IntervalUnit.MONTH_DAY_NANO, WIDE_UNIT);

/** The schema as it stands in messages. */
export const narrowSchema = (schema: Schema): Schema =>
  exchangeUnits(schema, WIDE_UNIT, IntervalUnit.MONTH_DAY_NANO);

const exchangeUnits = (schema: Schema, from: IntervalUnit, to: IntervalUnit): Schema =>
  retypeSchema(schema, ({ type, metadata }) =>
    DataType.isInterval(type) && type.unit === from
      ? { type: new Interval(to), metadata }
      : undefined,
  );
