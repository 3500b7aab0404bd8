/** Texts of numbers, dates and times → canonical literal texts. */

type Checked = { readonly value: string } | { readonly problem: string };

export function parseInteger(text: string, type: string, bits: bigint, signed: boolean): Checked {
  if (!/^[+-]?\d+$/.test(text)) return { problem: 'not a whole number' };
  const value = BigInt(text.replace(/^\+/, ''));
  const least = signed ? -(1n << (bits - 1n)) : 0n;
  const most = (1n << (signed ? bits - 1n : bits)) - 1n;
  return value >= least && value <= most
    ? { value: value.toString() }
    : { problem: `out of range: ${type} goes from ${least} to ${most}` };
}

/** More digits behind the point than the scale are an error, not rounded in silence. */
export function parseDecimal(text: string, precision: number, scale: number): Checked {
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
  const [, sign = '', whole = '', fraction = ''] = parts ?? [];
  if (parts === null || whole + fraction === '') return { problem: 'not a decimal number' };
  const before = whole.replace(/^0+(?=\d)/, '') || '0';
  const after = fraction.replace(/0+$/, '');
  if (after.length > scale) {
    return {
      problem: `too precise: DECIMAL(${precision},${scale}) keeps ${scale} digits behind the point`,
    };
  }
  if ((before === '0' ? 0 : before.length) > precision - scale) {
    return {
      problem: `too large: DECIMAL(${precision},${scale}) keeps ${precision - scale} digits before the point`,
    };
  }
  const digits = after === '' ? before : `${before}.${after}`;
  return { value: sign === '-' && /[1-9]/.test(digits) ? `-${digits}` : digits };
}

interface MomentShape {
  readonly date: boolean;
  readonly time: 'none' | 'optional' | 'required';
  /** May end in `Z` or an offset such as `+02:00`. */
  readonly zone?: boolean;
}

const DATE = /^(\d{4,6})-(\d{1,2})-(\d{1,2})$/;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?$/;
const ZONE = /\s*(?:Z|UTC|[+-]\d{2}(?::?\d{2})?)$/i;

/** ISO 8601 dates and times, with a space or `T` between; the result has a space. */
export function parseMoment(text: string, shape: MomentShape): Checked {
  if (shape.date && /^-?infinity$/i.test(text)) return { value: text.toLowerCase() };
  const example = describeShape(shape);
  const wrong: Checked = { problem: `not ${example}` };
  const [dateText, rest] = shape.date ? splitOnce(text, /[T ]/) : ['', text];
  if (shape.date) {
    const date = checkDate(dateText);
    if (date === undefined)
      return DATE.test(dateText) ? { problem: 'no day of the calendar' } : wrong;
    if (rest === undefined) return { value: shape.time === 'none' ? date : `${date} 00:00:00` };
    if (shape.time === 'none') return wrong;
    const time = checkTime(rest, shape.zone === true);
    return time === undefined ? wrong : { value: `${date} ${time}` };
  }
  const time = checkTime(rest ?? '', false);
  return time === undefined ? wrong : { value: time };
}

const describeShape = (shape: MomentShape): string =>
  shape.time === 'none'
    ? 'a date such as 2024-12-31'
    : !shape.date
      ? 'a time such as 23:59:59'
      : `a timestamp such as 2024-12-31 23:59:59${shape.zone === true ? '+00' : ''}`;

function splitOnce(text: string, at: RegExp): [string, string?] {
  const found = at.exec(text);
  return found === null
    ? [text]
    : [text.slice(0, found.index), text.slice(found.index + found[0].length)];
}

function checkDate(text: string): string | undefined {
  const [, year, month, day] = DATE.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
}

const daysIn = (year: number, month: number): number => {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
};

function checkTime(text: string, zoned: boolean): string | undefined {
  const zone = zoned ? (ZONE.exec(text)?.[0] ?? '') : '';
  const [, hour, minute, second = '00', fraction] =
    TIME.exec(text.slice(0, text.length - zone.length)) ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const digits = fraction === undefined ? '' : `.${fraction}`;
  const offset = /^(?:Z|UTC)$/i.test(zone.trim()) ? '+00' : zone.trim();
  return `${pad(Number(hour))}:${minute}:${second}${digits}${offset}`;
}

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');
