/** Why a target is not possible, or what is otherwise there, by step. Pure. */
import { isError } from '../../engine/contract/diagnostic.ts';
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';

export interface StepFindings {
  /** Undefined: the pipeline itself. */
  readonly node: string | undefined;
  readonly findings: readonly Diagnostic[];
}

/** In the order of their first findings; what is said twice of a step is said once. */
export function groupFindings(diagnostics: readonly Diagnostic[]): readonly StepFindings[] {
  const groups = new Map<string | undefined, Map<string, Diagnostic>>();
  for (const diagnostic of diagnostics) {
    const { node, message, hint, param, start } = diagnostic;
    const findings = groups.get(node) ?? new Map<string, Diagnostic>();
    groups.set(node, findings.set(JSON.stringify([message, hint, param, start]), diagnostic));
  }
  return [...groups].map(([node, findings]) => ({ node, findings: [...findings.values()] }));
}

/** The steps in the way of a target; what a target merely says of others is left out. */
export const groupRefusals = (diagnostics: readonly Diagnostic[]): readonly StepFindings[] =>
  groupFindings(diagnostics.filter(isError));

/** How many steps stand in the way; undefined when it is the pipeline itself. */
export function refusedSteps(diagnostics: readonly Diagnostic[]): number | undefined {
  const groups = groupRefusals(diagnostics);
  return groups.some(({ node }) => node === undefined) ? undefined : groups.length;
}
