/** Python, as black lays it out. */
import type { SparkBinaryOperator, SparkLiteral } from '../../spark/expression.ts';
import type { Doc } from '../code/doc.ts';
import { flat, link, row } from '../code/doc.ts';
import { packed } from '../code/pieces.ts';
import { layOutPython } from '../code/python-layout/lay-out.ts';
import { floatText } from '../spark-code/float-text.ts';
import type { Language } from '../spark-code/language.ts';

const OPERATORS: Readonly<Record<SparkBinaryOperator, readonly [symbol: string, level: number]>> = {
  or: ['|', 20],
  '|': ['.bitwiseOR', 0],
  '^': ['.bitwiseXOR', 0],
  and: ['&', 30],
  '&': ['.bitwiseAND', 0],
  '=': ['==', 10],
  '<>': ['!=', 10],
  '<': ['<', 10],
  '<=': ['<=', 10],
  '>': ['>', 10],
  '>=': ['>=', 10],
  '<=>': ['.eqNullSafe', 0],
  '+': ['+', 40],
  '-': ['-', 40],
  '*': ['*', 50],
  '/': ['/', 50],
  '%': ['%', 50],
};

/** A string literal as black writes it; raw where that saves backslashes. */
export function pythonText(value: string): string {
  if (/^[^"\p{Cc}\p{Cs}\u2028\u2029]*$/u.test(value) && /\\.*[^\\]$/u.test(value))
    return `r"${value}"`;
  const count = (quote: string): number => value.split(quote).length;
  const quote = count("'") < count('"') ? "'" : '"';
  let text = '';
  for (const character of value) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '\\' || character === quote) text += `\\${character}`;
    else if (character === '\n') text += '\\n';
    else if (character === '\r') text += '\\r';
    else if (character === '\t') text += '\\t';
    else if (code < 32 || code === 127) text += `\\x${code.toString(16).padStart(2, '0')}`;
    else if (
      code === 0x85 ||
      code === 0x2028 ||
      code === 0x2029 ||
      (code >= 0xd800 && code <= 0xdfff)
    ) {
      text += `\\u${code.toString(16).padStart(4, '0')}`;
    } else text += character;
  }
  return quote + text + quote;
}

function pythonValue({ type, value }: SparkLiteral): string | undefined {
  if (value === null || type.kind !== 'simple') return undefined;
  switch (type.name) {
    case 'STRING':
      return pythonText(value);
    case 'BOOLEAN':
      return value === 'true' ? 'True' : 'False';
    case 'INT':
      return value;
    case 'BIGINT':
      // A smaller one would become an INT.
      return Math.abs(Number(value)) >= 2 ** 31 ? value : undefined;
    case 'DOUBLE':
      return doubleText(value);
    default:
      return undefined;
  }
}

function doubleText(value: string): string {
  const number = Number(value);
  if (Number.isFinite(number)) return floatText(value);
  return `float("${Number.isNaN(number) ? 'nan' : number < 0 ? '-inf' : 'inf'}")`;
}

const KEYWORDS = `False None True and as assert async await break class continue def del elif else
except finally for from global if import in is lambda nonlocal not or pass raise return try while with
yield match case type print list dict set str int float bool len range main args parser spark
argparse Column DataFrame SparkSession F Window`;

export const PYTHON: Language = {
  name: 'python',
  indent: 4,
  statement: (prefix, doc, suffix, level) => layOutPython(prefix + flat(doc) + suffix, level),
  text: pythonText,
  boolean: (value) => (value ? 'True' : 'False'),
  null: 'None',
  functionName: (name) => `F.${name}`,
  value: pythonValue,
  level: (op) => (OPERATORS[op][1] === 0 ? undefined : OPERATORS[op][1]),
  binary: (op, left, right) => {
    const [symbol] = OPERATORS[op];
    if (symbol.startsWith('.')) {
      return { kind: 'chain', head: left, calls: [row(symbol, brackets([right]))] };
    }
    if ((op === 'and' || op === 'or') && typeof left === 'object' && left.kind === 'infix') {
      if (left.operator === symbol) return { ...left, operands: [...left.operands, right] };
    }
    return { kind: 'infix', operator: symbol, operands: [left, right] };
  },
  // `1 - column` is the column's own subtraction; with another operator Python might take the value's.
  valueLeft: (op) => ['+', '-', '*', '/', '%'].includes(op),
  prefixes: true,
  not: (operand) => row('~', operand),
  negative: (operand) => row('-', operand),
  lambda: (params) => `lambda ${params.join(', ')}:`,
  alias: 'alias',
  tryCast: 'try_cast',
  window: 'Window',
  windowBound: (bound) =>
    ({
      'unbounded-preceding': 'unboundedPreceding',
      'current-row': 'currentRow',
      'unbounded-following': 'unboundedFollowing',
    })[bound],
  identifier: (name) => name.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d)/, '_'),
  instead: (name) => `${name}_`,
  reserved: new Set(KEYWORDS.split(/\s+/)),
  comment: (line) => (line === '' ? '#' : `# ${line}`),
  declare: (name) => `${name} = `,
  end: '',
  columns: (items) => ({ kind: 'brackets', open: '[', items, close: ']' }),
  mixesNames: true,
  joined: (pieces) => {
    // In f-strings of Python 3.11, what stands in braces has neither quotes nor backslashes.
    const plain = pieces.every(
      (piece) => !('text' in piece) || /^[^"'\\{}\p{Cc}]*$/u.test(piece.text),
    );
    if (!plain) {
      return pieces
        .map((piece) => ('text' in piece ? pythonText(piece.text) : `str(${piece.code})`))
        .join(' + ');
    }
    const inner = pieces.map((piece) => ('text' in piece ? piece.text : `{${piece.code}}`));
    return `f"${inner.join('')}"`;
  },
  number: (value) => value,
  texts: (items) => ({ kind: 'brackets', open: '[', items, close: ']' }),
  renames: (pairs) => ({
    kind: 'brackets',
    open: '{',
    items: pairs.map(({ from, to }) => `${pythonText(from)}: ${pythonText(to)}`),
    close: '}',
  }),
  longText: (units) => packed(units).map(pythonText).join(' '),
  reader: 'spark.read',
  writer: (frame) => (typeof frame === 'string' ? `${frame}.write` : link(frame, '.write')),
  property: (name) => `${name}()`,
};

const brackets = (items: readonly Doc[]): Doc => ({
  kind: 'brackets',
  open: '(',
  items,
  close: ')',
});
