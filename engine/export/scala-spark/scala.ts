/** Scala, much as scalafmt lays it out. */
import type { SparkBinaryOperator, SparkLiteral } from '../../spark/expression.ts';
import type { Doc } from '../code/doc.ts';
import { method, row } from '../code/doc.ts';
import { camelCase, jvmText } from '../spark-code/jvm-text.ts';
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
spark arguments main args col lit when expr struct count call_function Window`;

export function jvmValue({ type, value }: SparkLiteral): string | undefined {
  if (value === null || type.kind !== 'simple') return undefined;
  switch (type.name) {
    case 'STRING':
      return jvmText(value);
    case 'BOOLEAN':
    case 'INT':
      return value;
    case 'BIGINT':
      return `${value}L`;
    case 'DOUBLE':
      if (!Number.isFinite(Number(value))) return undefined;
      return /[.e]/i.test(value) ? value : `${value}.0`;
    default:
      return undefined;
  }
}

export const SCALA: Language = {
  layout: {
    width: 100,
    indent: 2,
    trailingComma: false,
    operatorFirst: false,
    bracketStatements: false,
    chainIndent: 1,
    firstCallAtHead: false,
  },
  text: jvmText,
  boolean: String,
  null: 'null',
  functionName: (name) => name,
  value: jvmValue,
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
  not: (operand) => row('!', operand),
  negative: (operand) => row('-', operand),
  lambda: (params, body) => {
    const [only] = params;
    return row(params.length === 1 ? `${only ?? ''} => ` : `(${params.join(', ')}) => `, body);
  },
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
  reserved: new Set(KEYWORDS.split(/\s+/)),
  comment: (line) => (line === '' ? '//' : `// ${line}`),
  declare: (name) => `val ${name} = `,
  end: '',
  columns: (items): Doc => ({ kind: 'brackets', open: 'Array(', items, close: ')' }),
  // No escapes in there: what cannot stand in it goes into a plain literal.
  block: (text) => (text.includes('"""') ? jvmText(text) : `"""\n${text}\n"""`),
  number: (value) => value,
  texts: (items): Doc => ({ kind: 'brackets', open: '', items, close: '' }),
  lines: (items) => jvmText(items.join(', ')),
  reader: 'spark.read',
  writer: 'write',
  property: (name) => name,
};
