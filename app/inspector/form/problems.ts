/** What is wrong with a step's settings, by the place where it is. Pure. */
import type { Diagnostic } from '../../../engine/contract/diagnostic.ts';
import type { NodeDefinition } from '../../../engine/contract/node-definition.ts';
import type { Path } from '../../../engine/document/json-path.ts';
import { formatPath, parsePath } from '../../../engine/document/json-path.ts';
import { resolveParameters, substituteParams } from '../../../engine/document/parameters.ts';
import { emptyDocument } from '../../../engine/document/schema.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import { check } from '../../../engine/document/zod-issues.ts';
import { pathKey, startsWith } from './param-path.ts';

export interface Problem {
  readonly severity: Diagnostic['severity'];
  readonly message: string;
  readonly hint?: string;
  /** Characters in the text at the path. */
  readonly start?: number;
  readonly end?: number;
  /** Nothing is there yet: less a mistake than something to do. */
  readonly missing?: boolean;
  readonly path: Path;
}

/** Codes of what the step's own schema says, which is asked here, live. */
const FROM_SCHEMA: ReadonlySet<string> = new Set([
  'unknown-param',
  'missing-param',
  'invalid-param',
]);

/** What the schema says of the params as they are now, parameters of the pipeline put in. */
export function schemaProblems(
  parameters: PipelineDocument['parameters'],
  given: Readonly<Record<string, string>>,
  params: unknown,
  definition: NodeDefinition,
): Problem[] {
  const { values } = resolveParameters({ ...emptyDocument(''), parameters }, given);
  const declared = Object.keys(parameters);
  const filled = substituteParams(params, definition.params, values, declared);
  // What could not be put in is told by the engine; the schema would only see the text of it.
  const unfilled = new Set(filled.diagnostics.map(({ param }) => param));
  const result = check(definition.params, filled.params);
  if (result.ok) return [];
  return result.findings
    .filter(({ path }) => !unfilled.has(formatPath(path)))
    .map(({ reason, path, shortMessage, hint }) => ({
      severity: 'error',
      message: shortMessage,
      path,
      // The field itself says what kind of value goes into it.
      ...(hint === undefined || reason === 'missing' ? {} : { hint }),
      ...(reason === 'missing' ? { missing: true } : {}),
    }));
}

/** What the engine says of a step, but for what its schema says. */
export const engineProblems = (diagnostics: readonly Diagnostic[], step: string): Problem[] =>
  diagnostics
    .filter(({ node, code }) => node === step && !FROM_SCHEMA.has(code))
    .map(({ severity, message, hint, start, end, param }) => ({
      severity,
      message,
      path: parsePath(param ?? '') ?? [],
      ...(hint === undefined ? {} : { hint }),
      ...(start === undefined ? {} : { start }),
      ...(end === undefined ? {} : { end }),
    }));

/** Exactly at a place. */
export const problemsAt = (problems: readonly Problem[], path: Path): readonly Problem[] =>
  problems.filter((problem) => pathKey(problem.path) === pathKey(path));

/** At a place or inside it. */
export const problemsIn = (problems: readonly Problem[], path: Path): readonly Problem[] =>
  problems.filter((problem) => startsWith(problem.path, path));

/** Those that no field shows: of the step as a whole, or of a setting that is not known. */
export const problemsElsewhere = (
  problems: readonly Problem[],
  keys: readonly string[],
): readonly Problem[] => problems.filter(({ path }) => !keys.includes(String(path[0] ?? '')));
