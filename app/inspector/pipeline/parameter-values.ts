/** Defaults of parameters as texts, and back. Pure. */
import { jsonKindOf, parameterType } from '../../../engine/document/parameter-types.ts';
import type { DocumentParameter } from '../../../engine/document/schema.ts';
import { readNumber } from '../fields/read-scalar.ts';

/** The default of a text: a number or a boolean where the type has such; nothing is no default. */
export function readDefault(text: string, type: string): DocumentParameter['default'] {
  if (text === '') return undefined;
  const canonical = parameterType(type);
  const kind = canonical === undefined ? 'string' : jsonKindOf(canonical);
  const trimmed = text.trim();
  if (kind === 'boolean' && (trimmed === 'true' || trimmed === 'false')) return trimmed === 'true';
  if (kind === 'integer' || kind === 'number') {
    const number = readNumber(trimmed);
    // A number that JavaScript would round stays as it was typed.
    return typeof number === 'number' && String(number) === trimmed ? number : text;
  }
  return text;
}

export const writeDefault = (value: DocumentParameter['default']): string =>
  value === undefined || value === null ? '' : String(value);

/** The parameter with parts of it changed; undefined takes a part away. */
export function withParameter(
  parameter: DocumentParameter,
  part: Partial<Record<keyof DocumentParameter, unknown>>,
): DocumentParameter {
  const changed = Object.entries({ ...parameter, ...part }).filter(
    ([, value]) => value !== undefined,
  );
  return Object.fromEntries(changed) as unknown as DocumentParameter;
}
