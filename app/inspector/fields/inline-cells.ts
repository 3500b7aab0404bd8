/** Cells of a table in the pipeline: texts that are typed or pasted, as JSON values of their column. */
import { parseType } from '../../../engine/contract/parse-type.ts';
import type { ColumnType } from '../../../engine/contract/schema.ts';
import { isNumeric } from '../../../engine/contract/schema.ts';
import { asArray, asRecord } from './list-edits.ts';
import { readDigits } from './read-scalar.ts';
import { textOf } from './widget-props.ts';

export interface TableColumn {
  readonly name: string;
  /** undefined: the type's text is none yet. */
  readonly type: ColumnType | undefined;
  readonly isNumber: boolean;
}

export const tableColumns = (given: unknown): readonly TableColumn[] =>
  asArray(given).map((entry) => {
    const { name, type: text } = asRecord(entry);
    const type = typeOf(textOf(text));
    return { name: textOf(name), type, isNumber: type !== undefined && isNumeric(type) };
  });

function typeOf(text: string): ColumnType | undefined {
  try {
    return parseType(text);
  } catch {
    return undefined;
  }
}

/**
 * The value of a text. Nothing is null; `""` is the text without characters. Numbers that JavaScript
 * would round stay texts, which the column's type reads exactly.
 */
export function readCell(text: string, type: ColumnType | undefined): unknown {
  if (text === '') return null;
  if (text === '""') return '';
  if (type === undefined) return text;
  if (isNumeric(type)) return exactNumber(text);
  if (type.kind === 'scalar') {
    if (type.name === 'BOOLEAN' && /^(true|false)$/i.test(text.trim())) {
      return text.trim().toLowerCase() === 'true';
    }
    return text;
  }
  if (type.kind === 'enum') return text;
  return parsedJson(text);
}

export function writeCell(value: unknown, type: ColumnType | undefined): string {
  if (value === null || value === undefined) return '';
  if (value === '') return '""';
  if (typeof value === 'string') {
    // A nested value is JSON when it can be read as such; else the text that it is.
    return readCell(value, type) === value ? value : JSON.stringify(value);
  }
  return JSON.stringify(value);
}

function exactNumber(text: string): number | string {
  const value = readDigits(text);
  return typeof value === 'number' && String(value) === text.trim() ? value : text.trim();
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Rows with the cells of a copied range put in, from a place to the right and down. */
export function pasteCells(
  rows: readonly (readonly unknown[])[],
  columns: readonly TableColumn[],
  row: number,
  column: number,
  text: string,
): readonly (readonly unknown[])[] {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split('\t'));
  const count = Math.max(rows.length, row + lines.length);
  return Array.from({ length: count }, (_, i) => {
    const before = rows[i] ?? columns.map(() => null);
    const cells = lines[i - row];
    if (cells === undefined) return before;
    return columns.map(({ type }, j) => {
      const cell = j < column ? undefined : cells[j - column];
      return cell === undefined ? (before[j] ?? null) : readCell(cell, type);
    });
  });
}
