/** Pipeline parameters: their values for a run, and putting them into node params. */
import type { z } from 'zod';
import type { Diagnostic } from '../contract/diagnostic.ts';
import type { ParameterValue } from '../contract/expression.ts';
import { formatPath } from './json-path.ts';
import type { Path } from './json-path.ts';
import { nameHint } from './near-names.ts';
import { PARAMETER_TYPES, checkText, jsonKindOf, parameterType } from './parameter-types.ts';
import type { DocumentParameter, PipelineDocument } from './schema.ts';
import { childOptions, isRecord, kindsOf, narrow, optionsOf } from './schema-walk.ts';
import type { JsonKind, SchemaOption } from './schema-walk.ts';

export interface ResolvedParameters {
  /** A value for each declared parameter that has one. */
  readonly values: Readonly<Record<string, ParameterValue>>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Values for a run: what was given as text, else the declared default. Types and texts come back in
 * canonical form (`int` → `INTEGER`, `007` → `7`), so that equal values give equal plans.
 */
export function resolveParameters(
  document: PipelineDocument,
  given: Readonly<Record<string, string>>,
): ResolvedParameters {
  const diagnostics: Diagnostic[] = [];
  const values: Record<string, ParameterValue> = {};
  const declared = Object.keys(document.parameters);
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(document.parameters, name)) continue;
    diagnostics.push(unknownParameter(name, declared));
  }
  for (const [name, parameter] of Object.entries(document.parameters)) {
    const text = Object.hasOwn(given, name) ? given[name] : undefined;
    const result = resolve(name, parameter, text);
    if ('code' in result) {
      diagnostics.push({ severity: 'error', param: formatPath(['parameters', name]), ...result });
    } else values[name] = result;
  }
  return { values, diagnostics };
}

type Problem = Pick<Diagnostic, 'code' | 'message' | 'hint'>;

function resolve(
  name: string,
  parameter: DocumentParameter,
  given: string | undefined,
): ParameterValue | Problem {
  const type = parameterType(parameter.type);
  if (type === undefined) {
    const hint = nameHint(parameter.type, PARAMETER_TYPES);
    return {
      code: 'invalid-parameter-type',
      message: `The parameter "${name}" cannot have the type "${parameter.type}".`,
      hint:
        hint ?? `Types of parameters: ${PARAMETER_TYPES.join(', ')}, and lists of them (TYPE[]).`,
    };
  }
  const text = given ?? parameter.default;
  if (text === undefined) {
    return {
      code: 'missing-parameter',
      message: `The parameter "${name}" (${type}) has no value.`,
      hint: 'Give it a value for this run, or a default in the pipeline.',
    };
  }
  if (text === null) return { type, value: null };
  const checked = checkText(String(text), type);
  if ('value' in checked) return { type, value: checked.value };
  const whose = given === undefined ? 'default' : 'value';
  return {
    code: 'invalid-parameter',
    message: `The ${whose} "${text}" of the parameter "${name}" is ${checked.problem}.`,
    hint: `The parameter has the type ${type}.`,
  };
}

const unknownParameter = (name: string, declared: Iterable<string>): Diagnostic => {
  const hint = nameHint(name, declared) ?? 'Declare it in the "parameters" of the pipeline.';
  return {
    severity: 'error',
    code: 'unknown-parameter',
    message: `The pipeline has no parameter "${name}".`,
    hint,
  };
};

export interface Substitution {
  readonly params: unknown;
  /** Parameters that were put in, in order of first use; those inside expressions are not counted. */
  readonly used: readonly string[];
  /** Those of them that stand elsewhere than in a path. */
  readonly settings: readonly string[];
  /** Paths as they were typed, by what they became. */
  readonly paths: ReadonlyMap<string, string>;
  /** Without `node`; `param` is the path below the params. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Puts parameter values into node params. In `path` fields, `${name}` anywhere and a whole `$name`
 * become text. In other fields, a whole `$name` of a declared parameter becomes the value, as the
 * JSON type that the schema takes there. Expressions and queries stay: `$name` is part of their language.
 * @param declared names that the document declares, with or without a value
 */
export function substituteParams(
  params: unknown,
  schema: z.ZodType,
  values: Readonly<Record<string, ParameterValue>>,
  declared: readonly string[] = Object.keys(values),
): Substitution {
  const used = new Set<string>();
  const settings = new Set<string>();
  const paths = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];

  const lookUp = (name: string, path: Path): ParameterValue | undefined => {
    if (Object.hasOwn(values, name)) {
      used.add(name);
      return values[name];
    }
    const param = formatPath(path);
    diagnostics.push(
      declared.includes(name)
        ? {
            severity: 'error',
            code: 'missing-parameter',
            message: `The parameter "${name}" has no valid value.`,
            hint: 'Give it a value for this run, or a default in the pipeline.',
            param,
          }
        : { ...unknownParameter(name, declared), param },
    );
    return undefined;
  };

  const fillPath = (text: string, path: Path): string => {
    const filled = text.replaceAll(PATH_REFERENCE, (reference, braced?: string, bare?: string) => {
      const name = braced ?? bare ?? '';
      const value = lookUp(name, path);
      if (value === undefined) return reference;
      if (value.value !== null) return value.value;
      diagnostics.push({
        severity: 'error',
        code: 'invalid-parameter',
        message: `The parameter "${name}" is null: it cannot be part of a path.`,
        param: formatPath(path),
      });
      return reference;
    });
    if (filled !== text) paths.set(filled, text);
    return filled;
  };

  const visit = (value: unknown, options: SchemaOption[], path: Path): unknown => {
    if (typeof value === 'string') {
      const texts = options.filter((option) => kindsOf(option).includes('string'));
      if (texts.some(({ field }) => field === 'expression' || field === 'sql')) return value;
      if (texts.some(({ field }) => field === 'path')) return fillPath(value, path);
      const name = WHOLE_REFERENCE.exec(value)?.[1];
      const kinds = new Set(options.flatMap(kindsOf));
      if (name === undefined || kinds.size === 0 || !declared.includes(name)) return value;
      const found = lookUp(name, path);
      if (found === undefined) return value;
      settings.add(name);
      return toJson(found, kinds);
    }
    const fitting = narrow(options, value);
    if (Array.isArray(value)) {
      return mapChanged(value, (item, i) => visit(item, childOptions(fitting, i), [...path, i]));
    }
    if (!isRecord(value)) return value;
    const before = Object.entries(value);
    const after = mapChanged(before, (entry): [string, unknown] => {
      const [key, item] = entry;
      const next = visit(item, childOptions(fitting, key), [...path, key]);
      return next === item ? entry : [key, next];
    });
    return after === before ? value : Object.fromEntries(after);
  };

  const filled = visit(params, optionsOf(schema), []);
  return { params: filled, used: [...used], settings: [...settings], paths, diagnostics };
}

const NAME = '[A-Za-z_][A-Za-z0-9_]*';
const WHOLE_REFERENCE = new RegExp(`^\\$(${NAME})$`);
const PATH_REFERENCE = new RegExp(`\\$\\{(${NAME})\\}|^\\$(${NAME})$`, 'g');

/** The same array if no item changed. */
function mapChanged<Item>(items: Item[], change: (item: Item, index: number) => Item): Item[] {
  const changed = items.map(change);
  return changed.every((item, i) => item === items[i]) ? items : changed;
}

/** The value in the JSON type that the place takes; where none fits, as text for the schema to refuse. */
function toJson({ type, value }: ParameterValue, kinds: ReadonlySet<JsonKind>): unknown {
  if (value === null) return null;
  const kind = jsonKindOf(type);
  if (kind === 'boolean' && kinds.has('boolean')) return value === 'true';
  if ((kind === 'integer' || kind === 'number') && kinds.has('number')) {
    const number = Number(value);
    const exact = kind === 'integer' ? Number.isSafeInteger(number) : Number.isFinite(number);
    if (exact && (!kinds.has('string') || String(number) === value)) return number;
  }
  return value;
}
