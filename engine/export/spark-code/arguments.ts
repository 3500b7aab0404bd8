/** Which parameters of a pipeline are arguments of its Spark program. */
import type { ParameterValue } from '../../contract/expression.ts';
import type { Diagnostic } from '../../contract/diagnostic.ts';
import { parseType } from '../../contract/parse-type.ts';
import type {
  FixedParameter,
  Frame,
  SparkParameterField,
  SparkPathPiece,
  SparkProgram,
} from '../../spark/frame.ts';
import { inputsOfFrame } from '../../spark/frame.ts';
import { sparkType } from '../../spark/types.ts';
import type { ParameterUse } from '../parameter-use.ts';
import { pathPieces } from '../parameter-use.ts';

interface Arguments extends Pick<SparkProgram, 'parameters' | 'fixed' | 'paths'> {
  readonly diagnostics: readonly Diagnostic[];
}

type Values = Readonly<Record<string, ParameterValue>>;

/**
 * Those that stand in expressions and paths. Settings keep the value that the pipeline was exported with;
 * a parameter that expressions use too is refused then: as an argument it would be heard in one place alone.
 */
export function sparkArguments(
  program: Pick<SparkProgram, 'steps' | 'writes'>,
  values: Values,
  use: ParameterUse,
): Arguments {
  const inExpressions = parametersIn(program);
  const steps = fixedSteps(program, values, use);
  const paths = typedPaths(values, use, steps);
  const inPaths = parametersIn([...paths.values()].map((typed) => [...typed.values()]));
  const fixed: FixedParameter[] = [];
  const parameters: SparkParameterField[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [name, { type, value }] of Object.entries(values)) {
    const keepers = [...(steps.get(name) ?? [])];
    if (keepers.length > 0) {
      fixed.push({ name, value, steps: keepers });
      if (inExpressions.has(name)) diagnostics.push(mixed(name, keepers));
    } else if (inExpressions.has(name) || inPaths.has(name)) {
      parameters.push({
        name,
        type: sparkType(parseType(type)),
        default: value,
        inExpressions: inExpressions.has(name),
      });
    }
  }
  return { parameters, fixed, paths, diagnostics };
}

const mixed = (name: string, steps: readonly string[]): Diagnostic => ({
  severity: 'error',
  code: 'not-on-spark',
  message: `The parameter "${name}" stands in expressions and in a setting of ${steps.join(', ')}, whose value a Spark program keeps.`,
  hint: 'Use a parameter for each.',
});

/** Of each parameter, the steps with a setting that it stands in, or a path that is written otherwise. */
function fixedSteps(
  program: Pick<SparkProgram, 'steps' | 'writes'>,
  values: Values,
  { paths, fixed }: ParameterUse,
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map([...fixed].map(([name, steps]) => [name, new Set(steps)]));
  const known = pathsIn(program);
  for (const [step, typed] of paths) {
    for (const [path, text] of typed) {
      if (known.get(step)?.has(path) === true) continue;
      for (const name of namesIn(piecesOf(text, values))) {
        found.set(name, (found.get(name) ?? new Set<string>()).add(step));
      }
    }
  }
  return found;
}

const piecesOf = (typed: string, values: Values): readonly SparkPathPiece[] =>
  pathPieces(typed, (name) => Object.hasOwn(values, name));

const namesIn = (pieces: readonly SparkPathPiece[]): string[] =>
  pieces.flatMap((piece) => (piece.kind === 'parameter' ? [piece.name] : []));

function typedPaths(
  values: Values,
  use: ParameterUse,
  fixed: ReadonlyMap<string, unknown>,
): SparkProgram['paths'] {
  const found = new Map<string, Map<string, readonly SparkPathPiece[]>>();
  for (const [step, typed] of use.paths) {
    for (const [path, text] of typed) {
      const pieces = piecesOf(text, values).map((piece): SparkPathPiece =>
        piece.kind === 'parameter' && fixed.has(piece.name)
          ? { kind: 'text', text: values[piece.name]?.value ?? '' }
          : piece,
      );
      if (namesIn(pieces).length === 0) continue;
      found.set(step, (found.get(step) ?? new Map()).set(path, pieces));
    }
  }
  return found;
}

/** The paths of files that nodes read and write. */
function pathsIn({
  steps,
  writes,
}: Pick<SparkProgram, 'steps' | 'writes'>): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const add = (node: string, path: string): void => {
    found.set(node, (found.get(node) ?? new Set<string>()).add(path));
  };
  const visit = (node: string, frame: Frame): void => {
    if (frame.kind === 'read') for (const path of frame.source.paths) add(node, path);
    for (const input of inputsOfFrame(frame)) visit(node, input);
  };
  for (const { node, frame } of steps) visit(node, frame);
  for (const { node, target } of writes) add(node, target.path);
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
