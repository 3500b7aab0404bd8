/** Formats of strftime and strptime in the patterns of java.time, as Spark takes them. */
import { refuse } from './refusal.ts';

/** A format in order: specifiers such as `%Y`, and the text between them. */
function formatParts(format: string): string[] {
  return format.match(/%-?.|[^%]+|%/gsu) ?? [];
}

/** What is written for a specifier. */
const WRITTEN: Readonly<Record<string, string>> = {
  '%Y': 'yyyy',
  '%y': 'yy',
  '%m': 'MM',
  '%-m': 'M',
  '%d': 'dd',
  '%-d': 'd',
  '%H': 'HH',
  '%-H': 'H',
  '%I': 'hh',
  '%-I': 'h',
  '%M': 'mm',
  '%-M': 'm',
  '%S': 'ss',
  '%-S': 's',
  '%f': 'SSSSSS',
  '%g': 'SSS',
  '%p': 'a',
  '%j': 'DDD',
  '%-j': 'D',
  '%b': 'MMM',
  '%B': 'MMMM',
  '%a': 'EEE',
  '%A': 'EEEE',
  '%x': 'yyyy-MM-dd',
  '%X': 'HH:mm:ss',
  '%c': 'yyyy-MM-dd HH:mm:ss',
  '%%': '%',
};

/** The pattern that writes what strftime does. */
export const javaPattern = (format: string): string =>
  formatParts(format)
    .map((part) => {
      if (!part.startsWith('%')) return plainText(part);
      return WRITTEN[part] ?? refuse(`The date format ${part} has no counterpart in Spark.`);
    })
    .join('');

/** Letters, and what has a meaning in patterns, stand in quotes. */
function plainText(text: string): string {
  if (text.includes("'")) refuse("Spark's date formats hold no quotes.");
  return text.replace(/[A-Za-z[\]{}#]+/g, (run) => `'${run}'`);
}

interface Field {
  /** What strptime takes for it, as a regular expression; numbers take all digits that they can. */
  readonly regex: string;
  readonly pattern: string;
}

const digits = (most: number, pattern: string): Field => ({
  regex: `[0-9]{1,${most}}+`,
  pattern,
});

const MONTHS =
  'january|february|march|april|may|june|july|august|september|october|november|december';

const READ: Readonly<Record<string, Field>> = {
  '%Y': digits(4, 'y'),
  '%m': digits(2, 'M'),
  '%-m': digits(2, 'M'),
  '%d': digits(2, 'd'),
  '%-d': digits(2, 'd'),
  '%H': digits(2, 'H'),
  '%-H': digits(2, 'H'),
  '%I': digits(2, 'h'),
  '%-I': digits(2, 'h'),
  '%M': digits(2, 'm'),
  '%-M': digits(2, 'm'),
  '%S': digits(2, 's'),
  '%-S': digits(2, 's'),
  '%f': digits(6, 'SSSSSS'),
  '%g': digits(3, 'SSS'),
  '%p': { regex: '(?i:[ap]m)', pattern: 'a' },
  '%b': { regex: `(?i:${MONTHS.replace(/(\w{3})\w*/g, '$1')})`, pattern: 'MMM' },
  '%B': { regex: `(?i:${MONTHS})`, pattern: 'MMMM' },
};

/** How a text is read: which part of it, or its fields brought into a form, and the pattern for that. */
interface ReadPattern {
  /** Matches whole texts; its groups are the fields, or the text without the space around it. */
  readonly regex: string;
  /** What the groups are put into; absent: the only group is read as it stands. */
  readonly replacement?: string;
  readonly pattern: string;
}

/** The pattern that reads what strptime does: digits that are missing, space around and between. */
export function readPattern(format: string): ReadPattern {
  const parts = formatParts(format);
  const fields = parts.flatMap((part) => (isField(part) ? [fieldOf(part)] : []));
  checkFields(fields.map(({ pattern }) => pattern));
  // java.time would take digits that follow for more of the same number.
  const adjacent = parts.some((part, i) => isField(part) && /^(%[^%]|\d)/.test(parts[i + 1] ?? ''));
  const spaced = parts.some((part) => /\s/.test(part));
  const regex = (group: (field: string) => string): string =>
    parts
      .map((part) => {
        if (isField(part)) return group(fieldOf(part).regex);
        return part === '%%' ? '%' : literalRegex(part);
      })
      .join('');
  if (!adjacent && !spaced) {
    return {
      regex: `^\\s*+(${regex((field) => field)})\\s*+$`,
      pattern: parts
        .map((part) => {
          if (isField(part)) return fieldOf(part).pattern;
          return part === '%%' ? '%' : plainText(part);
        })
        .join(''),
    };
  }
  return {
    regex: `^\\s*+${regex((field) => `(${field})`)}\\s*+$`,
    replacement: fields.map((_, i) => `$${i + 1}`).join('|'),
    pattern: fields.map(({ pattern }) => pattern).join('|'),
  };
}

/** The pattern of a format for all texts of a column; those that it does not fit are an error. */
export function columnPattern(format: string): string {
  const parts = formatParts(format);
  checkFields(parts.filter(isField).map((part) => fieldOf(part).pattern));
  return parts
    .map((part) => (isField(part) ? fieldOf(part).pattern : plainText(part.replace('%%', '%'))))
    .join('');
}

const isField = (part: string): boolean => part.startsWith('%') && part !== '%%';

const fieldOf = (part: string): Field =>
  READ[part] ?? refuse(`The date format ${part} is not read in Spark.`);

/** A run of space stands for any other. */
const literalRegex = (text: string): string =>
  text.replace(/[\\^$.|?*+()[\]{}]/g, String.raw`\$&`).replace(/[ \t\n\v\f\r]+/g, String.raw`\s++`);

/** What is missing has the same value on both sides only from the right. */
function checkFields(patterns: readonly string[]): void {
  const kinds = patterns.map((pattern) => pattern.slice(0, 1));
  const has = (kind: string): boolean => kinds.includes(kind);
  if (new Set(kinds).size < kinds.length) refuse('A part of the time stands twice in the format.');
  if (!has('y')) refuse('Spark reads no times without a year.');
  if (has('h') !== has('a') || (has('h') && has('H'))) {
    refuse('Spark reads %I together with %p, and neither with %H.');
  }
  const order = [
    ['S', 's'],
    ['s', 'm'],
    ['d', 'M'],
  ] as const;
  for (const [part, larger] of order) {
    if (has(part) && !has(larger)) refuse('The format leaves out a part between others.');
  }
  if (has('m') && !has('H') && !has('h')) refuse('The format has minutes without hours.');
}
