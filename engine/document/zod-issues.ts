/** zod issues as sentences for people, with the allowed values or the near names. */
import type { z } from 'zod';
import { formatPath } from './json-path.ts';
import type { Path, PathPart } from './json-path.ts';
import { nameHint, nearNames, quotedChoice } from './near-names.ts';
import { kindOfValue, knownKeys, optionsAt } from './schema-walk.ts';

export interface Finding {
  readonly reason: 'unknown-key' | 'missing' | 'invalid';
  readonly path: Path;
  /** With the path. */
  readonly message: string;
  /** The same beside a field, which says where it is: `Must be at least 1.` */
  readonly shortMessage: string;
  readonly hint?: string;
}

type Issue = z.core.$ZodIssue;

/** Validates `value`; the findings are empty where it is right. */
export function check<Output>(
  schema: z.ZodType<Output>,
  value: unknown,
):
  | { readonly ok: true; readonly value: Output }
  | { readonly ok: false; readonly findings: Finding[] } {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return { ok: true, value: result.data };
  return {
    ok: false,
    findings: result.error.issues.flatMap((issue) => describe(issue, [], schema, value)),
  };
}

function describe(issue: Issue, base: Path, schema: z.ZodType, root: unknown): Finding[] {
  const path = [...base, ...(issue.path as PathPart[])];
  const invalid = (predicate: string, hint?: string): Finding[] => [
    { reason: 'invalid', path, ...say(path, predicate), ...(hint === undefined ? {} : { hint }) },
  ];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = knownKeys(optionsAt(schema, path, valueAt(root, path)));
      const present = valueAt(root, path);
      const free = known.filter((key) => !Object.hasOwn(Object(present), key));
      return issue.keys.map((key) => {
        const near = nearNames(key, free);
        const hint = near.length > 0 ? `Did you mean ${quotedChoice(near)}?` : nameHint(key, known);
        return {
          reason: 'unknown-key' as const,
          path: [...path, key],
          message: `"${formatPath([...path, key])}" is not known here.`,
          shortMessage: `"${key}" is not known here.`,
          ...(hint === undefined ? {} : { hint }),
        };
      });
    }
    case 'invalid_type':
      if (issue.input === undefined && !has(root, path)) {
        return [
          {
            reason: 'missing',
            path,
            ...say(path, 'is missing'),
            hint: `It must be ${EXPECTED[issue.expected] ?? issue.expected}.`,
          },
        ];
      }
      return invalid(
        `must be ${EXPECTED[issue.expected] ?? issue.expected}, but is ${given(issue.input)}`,
      );
    case 'invalid_value': {
      if (!has(root, path)) {
        return [
          { reason: 'missing', path, ...say(path, 'is missing'), hint: choice(issue.values) },
        ];
      }
      const texts = issue.values.filter((value) => typeof value === 'string');
      const near = typeof issue.input === 'string' ? nearNames(issue.input, texts) : [];
      const hint = near.length > 0 ? `Did you mean ${quotedChoice(near)}? ` : '';
      return invalid(`cannot be ${given(issue.input)}`, hint + choice(issue.values));
    }
    case 'invalid_union':
      return describeUnion(issue, path, schema, root);
    case 'too_small':
    case 'too_big':
      return /^Too (?:small|big)\b/.test(issue.message)
        ? invalid(bound(issue))
        : [inWords(path, issue.message)];
    case 'not_multiple_of':
      return invalid(`must be a multiple of ${issue.divisor}`);
    case 'invalid_key':
      return invalid(`is not a valid name: ${issue.issues.map((one) => one.message).join('; ')}`);
    case 'invalid_element':
      return issue.issues.flatMap((inner) => describe(inner, path, schema, root));
    case 'invalid_format':
    case 'custom':
      return [inWords(path, issue.message)];
  }
}

const placeOf = (path: Path): string => (path.length === 0 ? 'The value' : `"${formatPath(path)}"`);

/** A sentence whose subject is the value. */
const say = (path: Path, predicate: string): Pick<Finding, 'message' | 'shortMessage'> => ({
  message: `${placeOf(path)} ${predicate}.`,
  shortMessage: asSentence(predicate),
});

/** What the schema itself says, in a sentence of its own. */
function inWords(path: Path, text: string): Finding {
  const shortMessage = asSentence(text);
  const message = path.length === 0 ? shortMessage : `${placeOf(path)}: ${shortMessage}`;
  return { reason: 'invalid', path, message, shortMessage };
}

const asSentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const KIND_NAMES = {
  string: 'the text',
  number: 'the number',
  boolean: 'the value',
  null: 'null',
  array: 'a list',
  object: 'an object',
} as const;

function given(value: unknown): string {
  const kind = kindOfValue(value);
  if (kind === 'null' || kind === 'array' || kind === 'object') return KIND_NAMES[kind];
  const text = JSON.stringify(value);
  return `${KIND_NAMES[kind]} ${text.length > 60 ? `${text.slice(0, 57)}...` : text}`;
}

const choice = (values: readonly unknown[]): string =>
  values.length === 1
    ? `It must be ${JSON.stringify(values[0])}.`
    : `Allowed: ${values.map((value) => JSON.stringify(value)).join(', ')}.`;

function bound(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const [limit, least] =
    issue.code === 'too_small' ? [issue.minimum, true] : [issue.maximum, false];
  switch (issue.origin) {
    case 'string':
      if (least && Number(limit) === 1) return 'must not be empty';
      return `must have ${least ? 'at least' : 'at most'} ${limit} characters`;
    case 'array':
    case 'set':
      if (least && Number(limit) === 1) return 'needs at least one entry';
      return `must have ${least ? 'at least' : 'at most'} ${limit} entries`;
    default:
      if (issue.inclusive === false) return `must be ${least ? 'more' : 'less'} than ${limit}`;
      return `must be ${least ? 'at least' : 'at most'} ${limit}`;
  }
}

/** What zod says of a union to which nobody gave words. */
const DEFAULT_OF_UNION = 'Invalid input';

/** Of a union's branches, tells about the one that the value came nearest to. */
function describeUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
  schema: z.ZodType,
  root: unknown,
): Finding[] {
  const value = valueAt(root, path);
  if (!has(root, path)) {
    const own = issue.message === DEFAULT_OF_UNION ? {} : { hint: asSentence(issue.message) };
    return [{ reason: 'missing', path, ...say(path, 'is missing'), ...own }];
  }
  const branches = issue.errors.filter((errors) => errors.length > 0);
  // A branch that fails at the value itself takes another kind; deeper failures are nearer.
  const inner = branches.filter((errors) => errors.every((error) => !rejectsKind(error)));
  const nearest = inner.sort((a, b) => a.length - b.length)[0];
  if (nearest !== undefined) return nearest.flatMap((one) => describe(one, path, schema, root));
  if (issue.message !== DEFAULT_OF_UNION) return [inWords(path, issue.message)];
  const expected = [
    ...new Set(
      branches
        .flat()
        .map((error) =>
          error.code === 'invalid_type'
            ? (EXPECTED[error.expected] ?? error.expected)
            : error.code === 'invalid_value'
              ? error.values.map((one) => JSON.stringify(one)).join(', ')
              : undefined,
        )
        .filter((text) => text !== undefined),
    ),
  ];
  const must = expected.length > 0 ? `must be ${expected.join(' or ')}, but ` : '';
  return [{ reason: 'invalid', path, ...say(path, `${must}is ${given(value)}`) }];
}

const rejectsKind = (error: Issue): boolean =>
  error.path.length === 0 && (error.code === 'invalid_type' || error.code === 'invalid_value');

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const part of path) value = Object(value)[part] as unknown;
  return value;
}

const has = (root: unknown, path: Path): boolean =>
  path.length === 0 || Object.hasOwn(Object(valueAt(root, path.slice(0, -1))), path.at(-1) ?? '');
