/**
 * Reading a zod schema as data: which keys an object takes, which values a choice allows, where a
 * field kind (`expression`, `path`, ...) applies. One place knows zod's inner shapes.
 */
import { z } from 'zod';
import type { FieldKind } from '../contract/fields.ts';
import type { Path, PathPart } from './json-path.ts';

/** The schema's definition as zod's discriminated union over `type`. */
export const definition = (schema: z.core.$ZodType): z.core.$ZodTypes['_zod']['def'] =>
  (schema as z.core.$ZodTypes)._zod.def;

/** The `field` in a schema's own meta. */
const ownField = (schema: z.core.$ZodType): FieldKind | undefined =>
  z.globalRegistry.get(schema as z.ZodType)?.['field'] as FieldKind | undefined;

/** A schema without its wrappers and unions: what a value can actually be. */
export interface SchemaOption {
  readonly schema: z.core.$ZodType;
  readonly field: FieldKind | undefined;
}

/**
 * Looks through optional, nullable, default, readonly, lazy, pipes and unions down to the schemas
 * that a value is checked against. A field kind on a wrapper holds for what it wraps.
 */
export function optionsOf(schema: z.core.$ZodType, outer?: FieldKind): SchemaOption[] {
  const field = ownField(schema) ?? outer;
  const def = definition(schema);
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'catch':
    case 'readonly':
    case 'promise':
    case 'success':
      return optionsOf(def.innerType, field);
    case 'lazy':
      return optionsOf(def.getter(), field);
    case 'pipe':
      // A preprocessing step takes anything; what counts then is the schema behind it.
      return definition(def.in).type === 'transform'
        ? optionsOf(def.out, field)
        : optionsOf(def.in, field);
    case 'union':
      return def.options.flatMap((option) => optionsOf(option, field));
    case 'intersection':
      return [...optionsOf(def.left, field), ...optionsOf(def.right, field)];
    default:
      return [{ schema, field }];
  }
}

/** JSON kinds that an option takes. */
export type JsonKind = 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object';

const ANY: readonly JsonKind[] = ['string', 'number', 'boolean', 'null', 'array', 'object'];

export function kindsOf(option: SchemaOption): readonly JsonKind[] {
  const def = definition(option.schema);
  switch (def.type) {
    case 'string':
    case 'template_literal':
      return ['string'];
    case 'number':
      return ['number'];
    case 'boolean':
      return ['boolean'];
    case 'null':
      return ['null'];
    case 'array':
    case 'tuple':
      return ['array'];
    case 'object':
    case 'record':
      return ['object'];
    case 'enum':
      return [...new Set(Object.values(def.entries).map(kindOfValue))];
    case 'literal':
      return [...new Set(def.values.map(kindOfValue))];
    case 'any':
    case 'unknown':
    case 'custom':
    case 'transform':
      return ANY;
    default:
      return [];
  }
}

export function kindOfValue(value: unknown): JsonKind {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' ? type : 'object';
}

/** Whether a value's own kind could be meant for this option; of objects, its literals must agree. */
export function mayTake(option: SchemaOption, value: unknown): boolean {
  if (!kindsOf(option).includes(kindOfValue(value))) return false;
  const def = definition(option.schema);
  if (def.type !== 'object' || !isRecord(value)) return true;
  return Object.entries(def.shape).every(([key, member]) => {
    const literals = optionsOf(member).map((one) => definition(one.schema));
    if (!Object.hasOwn(value, key) || literals.some((one) => one.type !== 'literal')) return true;
    return literals.some(
      (one) => one.type === 'literal' && one.values.includes(value[key] as never),
    );
  });
}

/** Schemas of a member or element, seen through every option that has one. */
export function childOptions(options: readonly SchemaOption[], part: PathPart): SchemaOption[] {
  return options.flatMap(({ schema, field }) => {
    const def = definition(schema);
    switch (def.type) {
      case 'object': {
        const member = Object.hasOwn(def.shape, part) ? def.shape[part] : def.catchall;
        return member === undefined ? [] : optionsOf(member);
      }
      case 'record':
        return optionsOf(def.valueType, field);
      case 'array':
        // `columns` is a list whose elements are single columns.
        return optionsOf(def.element, field);
      case 'tuple': {
        const item = def.items[Number(part)] ?? def.rest;
        return item === null || item === undefined ? [] : optionsOf(item, field);
      }
      default:
        return [];
    }
  });
}

/** Options at a path, following `value` to tell the members of a union apart. */
export function optionsAt(schema: z.core.$ZodType, path: Path, value: unknown): SchemaOption[] {
  let options = optionsOf(schema);
  let here = value;
  for (const part of path) {
    options = childOptions(narrow(options, here), part);
    here =
      isRecord(here) || Array.isArray(here) ? (here as Record<PathPart, unknown>)[part] : undefined;
  }
  return narrow(options, here);
}

/** The options that a value may be meant for; all of them if it fits none. */
export function narrow(options: SchemaOption[], value: unknown): SchemaOption[] {
  const fitting = options.filter((option) => mayTake(option, value));
  return fitting.length > 0 ? fitting : options;
}

/** Keys that the objects among the options know. */
export const knownKeys = (options: readonly SchemaOption[]): string[] => [
  ...new Set(
    options.flatMap(({ schema }) => {
      const def = definition(schema);
      return def.type === 'object' ? Object.keys(def.shape) : [];
    }),
  ),
];

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
