/** Why a target is not possible, by step. Pure. */
import { isError } from '../../engine/contract/diagnostic.ts';
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';

export interface StepRefusals {
  /** Undefined: the pipeline itself. */
  readonly node: string | undefined;
  readonly reasons: readonly Diagnostic[];
}

/** In the order of their first reasons; what is said twice of a step is said once. */
export function groupRefusals(diagnostics: readonly Diagnostic[]): readonly StepRefusals[] {
  const groups = new Map<string | undefined, Map<string, Diagnostic>>();
  for (const diagnostic of diagnostics.filter(isError)) {
    const { node, message, hint, param, start } = diagnostic;
    const reasons = groups.get(node) ?? new Map<string, Diagnostic>();
    groups.set(node, reasons.set(JSON.stringify([message, hint, param, start]), diagnostic));
  }
  return [...groups].map(([node, reasons]) => ({ node, reasons: [...reasons.values()] }));
}

/** How many steps stand in the way; undefined when it is the pipeline itself. */
export function refusedSteps(diagnostics: readonly Diagnostic[]): number | undefined {
  const groups = groupRefusals(diagnostics);
  return groups.some(({ node }) => node === undefined) ? undefined : groups.length;
}
