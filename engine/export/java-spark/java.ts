/** Java, much as google-java-format lays it out. */
import type { SparkBinaryOperator } from '../../spark/expression.ts';
import type { Doc } from '../code/doc.ts';
import { call, method, row } from '../code/doc.ts';
import { jvmValue } from '../scala-spark/scala.ts';
import { camelCase, jvmText } from '../spark-code/jvm-text.ts';
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
spark arguments main args Window`;

export const JAVA: Language = {
  layout: {
    width: 100,
    indent: 2,
    trailingComma: false,
    operatorFirst: true,
    bracketStatements: false,
    chainIndent: 2,
    firstCallAtHead: false,
  },
  text: jvmText,
  boolean: String,
  null: 'null',
  functionName: (name) => name,
  value: jvmValue,
  level: () => undefined,
  binary: (op, left, right) => method(left, METHODS[op], right),
  not: (operand) => call('not', operand),
  negative: (operand) => call('negate', operand),
  lambda: (params, body) => {
    const [only] = params;
    return row(params.length === 1 ? `${only ?? ''} -> ` : `(${params.join(', ')}) -> `, body);
  },
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
  reserved: new Set(KEYWORDS.split(/\s+/)),
  comment: (line) => (line === '' ? '//' : `// ${line}`),
  declare: (name) => `Dataset<Row> ${name} = `,
  end: ';',
  columns: (items): Doc => ({ kind: 'brackets', open: 'new Column[] {', items, close: '}' }),
  block: (text) => `"""\n${text.replaceAll('\\', '\\\\').replaceAll('"""', '\\"""')}\n"""`,
  number: (value) => value,
  texts: (items): Doc => ({ kind: 'brackets', open: '', items, close: '' }),
  lines: (items) => jvmText(items.join(', ')),
  reader: 'spark.read()',
  writer: 'write()',
  property: (name) => `${name}()`,
};
