/** Java, as google-java-format lays it out. */
import type { SparkBinaryOperator } from '../../spark/expression.ts';
import type { Doc } from '../code/doc.ts';
import { call, method } from '../code/doc.ts';
import { javaStatement } from '../code/java-layout.ts';
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

const METHODS: Readonly<Record<SparkBinaryOperator, string>> = {
  or: 'or',
  and: 'and',
  '=': 'equalTo',
  '<>': 'notEqual',
  '<': 'lt',
  '<=': 'leq',
  '>': 'gt',
  '>=': 'geq',
  '<=>': 'eqNullSafe',
  '+': 'plus',
  '-': 'minus',
  '*': 'multiply',
  '/': 'divide',
  '%': 'mod',
  '&': 'bitwiseAND',
  '|': 'bitwiseOR',
  '^': 'bitwiseXOR',
};

const KEYWORDS = `abstract assert boolean break byte case catch char class const continue default do
double else enum extends false final finally float for goto if implements import instanceof int
interface long native new null package private protected public record return short static strictfp
super switch synchronized this throw throws transient true try var void volatile while yield
spark arguments argument main args Window`;

const INDENT = 2;

export const JAVA: Language = {
  name: 'java',
  indent: INDENT,
  statement: (prefix, doc, suffix, level) => javaStatement(prefix, doc, suffix, INDENT * level),
  text: jvmText,
  boolean: String,
  null: 'null',
  functionName: (name) => name,
  value: (literal) => jvmValue(literal, 'Double.POSITIVE_INFINITY', 'Double.NaN'),
  level: () => undefined,
  binary: (op, left, right) => method(left, METHODS[op], right),
  valueLeft: () => false,
  prefixes: false,
  not: (operand) => call('not', operand),
  negative: (operand) => call('negate', operand),
  lambda: (params) => `${params.length === 1 ? params.join('') : `(${params.join(', ')})`} ->`,
  alias: 'as',
  tryCast: 'try_cast',
  window: 'Window',
  windowBound: (bound) =>
    ({
      'unbounded-preceding': 'unboundedPreceding()',
      'current-row': 'currentRow()',
      'unbounded-following': 'unboundedFollowing()',
    })[bound],
  identifier: camelCase,
  instead: jvmInstead,
  reserved: new Set(KEYWORDS.split(/\s+/)),
  comment: (line) => (line === '' ? '//' : `// ${line}`),
  declare: (name) => `Dataset<Row> ${name} = `,
  end: ';',
  columns: (items): Doc => ({ kind: 'brackets', open: 'new Column[] {', items, close: '}' }),
  mixesNames: false,
  joined: jvmJoined,
  number: jvmNumber,
  texts: (items): Doc => ({ kind: 'brackets', open: '', items, close: '' }),
  longText: jvmLongText,
  reader: method('spark', 'read'),
  writer: (frame) => method(frame, 'write'),
  property: (name) => `${name}()`,
};
