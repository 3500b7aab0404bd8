/** The values that parameters have in an exported program unless it is given others. Pure. */
import type { PipelineDocument } from '../../engine/document/schema.ts';

export interface ParameterEntry {
  readonly name: string;
  readonly type: string;
  /** Undefined: the program has to be given one. */
  readonly value: string | undefined;
}

/** @param given values of this session, as text */
export const parameterEntries = (
  { parameters }: Pick<PipelineDocument, 'parameters'>,
  given: Readonly<Record<string, string>>,
): readonly ParameterEntry[] =>
  Object.entries(parameters).map(([name, { type, default: fallback }]) => ({
    name,
    type,
    value: given[name] ?? (fallback === undefined ? undefined : String(fallback ?? 'NULL')),
  }));
