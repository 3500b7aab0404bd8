/** Calls as the API of each language takes them: plain values where all of those that go together are. */
import { expect, test } from 'vitest';
import type { SparkExpression } from '../../spark/expression.ts';
import { sx } from '../../spark/expression.ts';
import { simple } from '../../spark/types.ts';
import { flat } from '../code/doc.ts';
import { JAVA } from '../java-spark/java.ts';
import { PYTHON } from '../pyspark/python.ts';
import { SCALA } from '../scala-spark/scala.ts';
import { ExpressionPrinter } from './expressions.ts';
import type { Language } from './language.ts';

const printed = (expression: SparkExpression, language: Language): string => {
  const names = { parameter: String, helper: String, taken: new Set<string>() };
  return flat(new ExpressionPrinter(language, names).print(expression));
};
const [s, n] = [sx.column('s'), sx.column('n')];
const big = (value: string): SparkExpression => sx.literal(simple('BIGINT'), value);

test.each<[SparkExpression, python: string, scala: string, java: string]>([
  [
    sx.call('substring', s, sx.int(1), sx.int(3)),
    'F.substring(F.col("s"), 1, 3)',
    'substring(col("s"), 1, 3)',
    'substring(col("s"), 1, 3)',
  ],
  [
    sx.call('substring', s, sx.int(1), n),
    'F.substring(F.col("s"), F.lit(1), F.col("n"))',
    'substring(col("s"), lit(1), col("n"))',
    'substring(col("s"), lit(1), col("n"))',
  ],
  [
    // A text would be the name of a column there.
    sx.call('pow', s, sx.text('n')),
    'F.pow(F.col("s"), F.lit("n"))',
    'pow(col("s"), lit("n"))',
    'pow(col("s"), lit("n"))',
  ],
  [
    sx.call('contains', s, sx.text('a')),
    'F.col("s").contains("a")',
    'col("s").contains("a")',
    'col("s").contains("a")',
  ],
  [
    sx.call('percentile', n, sx.double(0.5)),
    'F.percentile(F.col("n"), 0.5)',
    'percentile(col("n"), lit(0.5))',
    'percentile(col("n"), lit(0.5))',
  ],
  [
    sx.call('concat', sx.call('concat', s, s), s),
    'F.concat(F.col("s"), F.col("s"), F.col("s"))',
    'concat(col("s"), col("s"), col("s"))',
    'concat(col("s"), col("s"), col("s"))',
  ],
  [sx.greater(n, big('2')), 'F.col("n") > 2', 'col("n") > 2', 'col("n").gt(2)'],
  [
    sx.plus(n, big('2')),
    'F.col("n") + F.lit(2).cast("bigint")',
    'col("n") + 2L',
    'col("n").plus(2L)',
  ],
  [
    sx.less(n, sx.double(-Infinity)),
    'F.col("n") < float("-inf")',
    'col("n") < -Double.PositiveInfinity',
    'col("n").lt(-Double.POSITIVE_INFINITY)',
  ],
  [
    {
      kind: 'window',
      call: sx.call('lag', n, sx.int(1)),
      partitionBy: [s],
      orderBy: [],
      ignoreNulls: true,
    },
    'F.call_function("lag", F.col("n"), F.lit(1), F.lit(None), F.lit(True)).over(Window.partitionBy("s"))',
    'lag(col("n"), 1, null, true).over(Window.partitionBy("s"))',
    'lag(col("n"), 1, null, true).over(Window.partitionBy("s"))',
  ],
])('%j', (expression, python, scala, java) => {
  expect(printed(expression, PYTHON)).toBe(python);
  expect(printed(expression, SCALA)).toBe(scala);
  expect(printed(expression, JAVA)).toBe(java);
});
