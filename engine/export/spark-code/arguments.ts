/** Which parameters of a pipeline are arguments of its Spark program. */
import type { Diagnostic } from '../../contract/diagnostic.ts';
import { parseType } from '../../contract/parse-type.ts';
import type { ParameterValue } from '../../contract/expression.ts';
import type { FixedParameter, SparkParameterField, SparkProgram } from '../../spark/frame.ts';
import { sparkType } from '../../spark/types.ts';
import type { ParameterUse } from '../parameter-use.ts';
import { pathPieces } from '../parameter-use.ts';

interface Arguments {
  readonly parameters: readonly SparkParameterField[];
  readonly fixed: readonly FixedParameter[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Those that stand in expressions. Paths and settings keep the value that the pipeline was exported with;
 * a parameter that is used in both ways is refused: as an argument it would be heard in one place alone.
 */
export function sparkArguments(
  frames: Pick<SparkProgram, 'steps' | 'writes'>,
  values: Readonly<Record<string, ParameterValue>>,
  use: ParameterUse,
): Arguments {
  const inExpressions = parametersIn(frames);
  const steps = fixedSteps(values, use);
  const fixed: FixedParameter[] = [];
  const parameters: SparkParameterField[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [name, { type, value }] of Object.entries(values)) {
    const keepers = steps.get(name);
    if (keepers === undefined) {
      if (inExpressions.has(name)) {
        parameters.push({ name, type: sparkType(parseType(type)), default: value });
      }
      continue;
    }
    if (inExpressions.has(name)) {
      diagnostics.push({
        severity: 'error',
        code: 'not-on-spark',
        message: `The parameter "${name}" stands in expressions and in a path or setting of ${[...keepers].join(', ')}, which a Spark program keeps.`,
        hint: 'Use a parameter for each.',
      });
    }
    fixed.push({ name, value, steps: [...keepers] });
  }
  return { parameters, fixed, diagnostics };
}

/** Of each parameter, the steps with a path or setting that it stands in. */
function fixedSteps(
  values: Readonly<Record<string, ParameterValue>>,
  { paths, fixed }: ParameterUse,
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map([...fixed].map(([name, steps]) => [name, new Set(steps)]));
  for (const [step, typed] of paths) {
    for (const path of typed.values()) {
      for (const piece of pathPieces(path, (name) => Object.hasOwn(values, name))) {
        if (piece.kind === 'text') continue;
        found.set(piece.name, (found.get(piece.name) ?? new Set<string>()).add(step));
      }
    }
  }
  return found;
}

function parametersIn(value: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const { kind, name } = part as { readonly kind?: unknown; readonly name?: unknown };
    if (kind === 'parameter' && typeof name === 'string') names.add(name);
    Object.values(part).forEach(visit);
  };
  visit(value);
  return names;
}
