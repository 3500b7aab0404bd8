/** Values of command-line options. A bad one is a usage error that says what is expected. */
import { InvalidArgumentError } from 'commander';

const UNITS: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  g: 1e9,
  t: 1e12,
  ki: 2 ** 10,
  mi: 2 ** 20,
  gi: 2 ** 30,
  ti: 2 ** 40,
};

/** Less leaves a DuckDB no room to start in. */
const LEAST_MEMORY = 64e6;

/** `500MB`, `2GB`, `1.5GiB` in bytes; units with an `i` are powers of 1,024. */
export function parseMemory(text: string): number {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmgt]i?)b?$/i.exec(text.trim()) ?? [];
  const factor = UNITS[unit.toLowerCase()];
  if (factor === undefined) {
    throw new InvalidArgumentError('Give a number and a unit, such as 500MB, 2GB or 1.5GiB.');
  }
  const bytes = Math.floor(Number(digits) * factor);
  if (bytes < LEAST_MEMORY) throw new InvalidArgumentError('At least 64MB are needed.');
  return bytes;
}

const MAX_WORKERS = 256;

export function parseWorkers(text: string): number {
  const workers = parseWhole(text);
  if (workers === undefined || workers < 1 || workers > MAX_WORKERS) {
    throw new InvalidArgumentError(`Give a whole number from 1 to ${MAX_WORKERS}.`);
  }
  return workers;
}

export function parseRowCount(text: string): number {
  const rows = parseWhole(text);
  if (rows === undefined) throw new InvalidArgumentError('Give a whole number, such as 20.');
  return rows;
}

/** 0 is any free one. */
export function parsePort(text: string): number {
  const port = parseWhole(text);
  if (port === undefined || port > 65_535) {
    throw new InvalidArgumentError('Give a port from 1 to 65535, or 0 for any free one.');
  }
  return port;
}

const parseWhole = (text: string): number | undefined => {
  const value = Number(text);
  return /^\d+$/.test(text) && Number.isSafeInteger(value) ? value : undefined;
};

/** `name=value`, once per parameter; the value may hold further `=` and may be empty. */
export function parseParameter(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Write name=value, for example --param year=2024.');
  const name = text.slice(0, at);
  if (Object.hasOwn(before, name)) {
    throw new InvalidArgumentError(`The parameter "${name}" is given twice.`);
  }
  return { ...before, [name]: text.slice(at + 1) };
}

/** Collects `--target a --target b`. */
export const collect = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  text,
];
