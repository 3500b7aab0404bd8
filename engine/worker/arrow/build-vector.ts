/** Arrow vectors from single values. */
import { type DataType, makeBuilder, type Vector } from 'apache-arrow';

/**
 * A vector of flat values. Arrow's own `vectorFromArray` compiles a test for nulls from text, which
 * the studio's content security policy refuses.
 */
export function buildVector<T extends DataType>(
  values: Iterable<T['TValue'] | null>,
  type: T,
): Vector<T> {
  const builder = makeBuilder({ type, nullValues: [] });
  for (const value of values) {
    if (value === null) builder.setValid(builder.length, false);
    else builder.append(value);
  }
  return builder.finish().toVector();
}
