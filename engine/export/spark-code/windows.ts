/** Windows: what a function is computed over. */
import type { SparkFrameBound, SparkWindow } from '../../spark/expression.ts';
import type { Doc } from '../code/doc.ts';
import { link, method } from '../code/doc.ts';
import { printCall } from './calls.ts';
import type { Printer } from './printer.ts';
import type { Language } from './language.ts';

export function printWindow(
  { call, partitionBy, orderBy, frame, ignoreNulls }: SparkWindow,
  printer: Printer,
): Doc {
  const { language } = printer;
  let spec: Doc = language.window;
  if (partitionBy.length > 0) {
    spec = method(spec, 'partitionBy', ...printer.keys(partitionBy));
  }
  if (orderBy.length > 0) {
    spec = method(spec, 'orderBy', ...orderBy.map((key) => printer.key(key)));
  }
  if (frame !== undefined) {
    const name = frame.unit === 'rows' ? 'rowsBetween' : 'rangeBetween';
    spec = method(spec, name, bound(frame.start, language), bound(frame.end, language));
  }
  if (spec === language.window) spec = method(spec, 'partitionBy');
  return method(printCall(call, printer, ignoreNulls), 'over', spec);
}

const bound = (each: SparkFrameBound, { window, windowBound, number }: Language): Doc =>
  typeof each === 'number' ? number(String(each)) : link(window, `.${windowBound(each)}`);
