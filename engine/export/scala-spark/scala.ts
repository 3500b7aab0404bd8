/** Scala, as scalafmt leaves it. */
import type { SparkBinaryOperator } from '../../spark/expression.ts';
import type { Doc } from '../code/doc.ts';
import { link, method, row } from '../code/doc.ts';
import { scalaStatement } from '../code/scala-layout.ts';
import { FUNCTION_NAMES } from '../spark-code/functions-api.ts';
import {
  jvmJoined,
  camelCase,
  jvmInstead,
  jvmLongText,
  jvmNumber,
  jvmText,
  jvmValue,
} from '../spark-code/jvm-text.ts';
import type { Language } from '../spark-code/language.ts';

/** Scala ranks an operator by its first character. */
const OPERATORS: Readonly<Record<SparkBinaryOperator, readonly [symbol: string, level: number]>> = {
  or: ['||', 10],
  and: ['&&', 20],
  '=': ['===', 30],
  '<>': ['=!=', 30],
  '<': ['<', 35],
  '<=': ['<=', 35],
  '>': ['>', 35],
  '>=': ['>=', 35],
  '<=>': ['<=>', 35],
  '+': ['+', 40],
  '-': ['-', 40],
  '*': ['*', 50],
  '/': ['/', 50],
  '%': ['%', 50],
  '&': ['bitwiseAND', 0],
  '|': ['bitwiseOR', 0],
  '^': ['bitwiseXOR', 0],
};

const KEYWORDS = `abstract case catch class def do else enum export extends false final finally for
forSome given if implicit import lazy match new null object override package private protected return
sealed super then this throw trait true try type val var while with yield
spark arguments argument main args Column SparkSession Window`;

const INDENT = 2;

export const SCALA: Language = {
  name: 'scala',
  indent: INDENT,
  statement: (prefix, doc, suffix, level) => scalaStatement(prefix, doc, suffix, INDENT * level),
  text: jvmText,
  boolean: String,
  null: 'null',
  functionName: (name) => name,
  value: (literal) => jvmValue(literal, 'Double.PositiveInfinity', 'Double.NaN'),
  level: (op) => (OPERATORS[op][1] === 0 ? undefined : OPERATORS[op][1]),
  binary: (op, left, right) => {
    const [symbol, level] = OPERATORS[op];
    if (level === 0) return method(left, symbol, right);
    const chained = op === 'and' || op === 'or';
    if (chained && typeof left === 'object' && left.kind === 'infix' && left.operator === symbol) {
      return { ...left, operands: [...left.operands, right] };
    }
    return { kind: 'infix', operator: symbol, operands: [left, right] };
  },
  valueLeft: () => false,
  prefixes: true,
  not: (operand) => row('!', operand),
  negative: (operand) => row('-', operand),
  lambda: (params) => `${params.length === 1 ? params.join('') : `(${params.join(', ')})`} =>`,
  alias: 'as',
  tryCast: 'try_cast',
  window: 'Window',
  windowBound: (bound) =>
    ({
      'unbounded-preceding': 'unboundedPreceding',
      'current-row': 'currentRow',
      'unbounded-following': 'unboundedFollowing',
    })[bound],
  identifier: camelCase,
  instead: jvmInstead,
  // A variable with the name of a function would hide it.
  reserved: new Set([...KEYWORDS.split(/\s+/), ...FUNCTION_NAMES]),
  comment: (line) => (line === '' ? '//' : `// ${line}`),
  declare: (name) => `val ${name} = `,
  end: '',
  columns: (items): Doc =>
    items.length === 0
      ? 'Array.empty[org.apache.spark.sql.Column]'
      : { kind: 'brackets', open: 'Array(', items, close: ')' },
  mixesNames: false,
  joined: jvmJoined,
  number: jvmNumber,
  texts: (items): Doc => ({ kind: 'brackets', open: '', items, close: '' }),
  longText: jvmLongText,
  reader: 'spark.read',
  writer: (frame) => (typeof frame === 'string' ? `${frame}.write` : link(frame, '.write')),
  property: (name) => name,
};
