/** Where the params of a step name columns, by the field kinds of its schema. */
import { z } from 'zod';
import type { FieldKind } from '../../contract/fields.ts';
import type { NodeDefinition } from '../../contract/node-definition.ts';
import type { Path } from '../../document/json-path.ts';
import {
  childOptions,
  definition,
  isRecord,
  narrow,
  optionsOf,
} from '../../document/schema-walk.ts';
import type { SchemaOption } from '../../document/schema-walk.ts';

export type ParamPlace =
  /** A text that names a column, holds an expression or a query, or names a column to make. */
  | {
      readonly kind: 'column' | 'name' | 'expression' | 'sql';
      readonly path: Path;
      readonly text: string;
      /** The input port whose columns are meant, where the schema says it. */
      readonly port?: string;
      /** The schema's default: nothing stands there. */
      readonly absent?: true;
    }
  /** A key of an object that names a column of the input. */
  | { readonly kind: 'key'; readonly path: Path; readonly text: string }
  /** A name that could be given and is not, beside a text that names a column. */
  | { readonly kind: 'unnamed'; readonly path: Path; readonly beside: string }
  /** An object from columns of the input to their new names. */
  | { readonly kind: 'names'; readonly path: Path };

const READ: ReadonlySet<FieldKind | undefined> = new Set(['column', 'name', 'expression', 'sql']);

const portOf = (schema: z.core.$ZodType): { readonly port?: string } => {
  const port = z.globalRegistry.get(schema as z.ZodType)?.['port'];
  return typeof port === 'string' ? { port } : {};
};

/**
 * All places in the order of the params.
 * @param params as the document has them
 * @param parsed the same with defaults, where they are valid
 */
export function paramPlaces(
  { params: schema }: Pick<NodeDefinition, 'params'>,
  params: unknown,
  parsed: unknown,
): readonly ParamPlace[] {
  const places: ParamPlace[] = [];
  const visit = (value: unknown, full: unknown, options: SchemaOption[], path: Path): void => {
    const fitting = narrow(options, value);
    if (typeof value === 'string') {
      const option = fitting.find(({ field }) => READ.has(field));
      const kind = option?.field as 'column' | 'name' | 'expression' | 'sql' | undefined;
      if (option === undefined || kind === undefined) return;
      places.push({ kind, path, text: value, ...portOf(option.schema) });
      return;
    }
    if (!Array.isArray(value) && !isRecord(value)) return;
    if (isRecord(value)) places.push(...keyPlaces(value, fitting, path));
    const members = Array.isArray(value)
      ? value.map((item, i): [number, unknown] => [i, item])
      : Object.entries(value);
    for (const [key, item] of members) {
      visit(item, memberOf(full, key), childOptions(fitting, key), [...path, key]);
    }
    if (isRecord(value)) places.push(...absentNames(value, full, fitting, path));
  };
  visit(params, parsed, optionsOf(schema), []);
  return places;
}

const memberOf = (value: unknown, key: string | number): unknown =>
  isRecord(value) || Array.isArray(value)
    ? (value as Record<string | number, unknown>)[key]
    : undefined;

const hasField = (schema: z.core.$ZodType, field: FieldKind): boolean =>
  optionsOf(schema).some((option) => option.field === field);

function keyPlaces(
  value: Readonly<Record<string, unknown>>,
  options: readonly SchemaOption[],
  path: Path,
): ParamPlace[] {
  const record = options
    .map(({ schema }) => definition(schema))
    .find((def) => def.type === 'record' && hasField(def.keyType, 'column'));
  if (record?.type !== 'record') return [];
  return [
    ...(hasField(record.valueType, 'name') ? [{ kind: 'names' as const, path }] : []),
    ...Object.keys(value).map((key) => ({ kind: 'key' as const, path: [...path, key], text: key })),
  ];
}

/** Names of columns that a default gives, or that could be given beside a column. */
function absentNames(
  value: Readonly<Record<string, unknown>>,
  full: unknown,
  options: readonly SchemaOption[],
  path: Path,
): ParamPlace[] {
  const beside = Object.entries(value).find(
    ([key, text]) => typeof text === 'string' && isColumn(options, key),
  )?.[1];
  return options.flatMap(({ schema }) => {
    const def = definition(schema);
    if (def.type !== 'object') return [];
    return Object.entries(def.shape).flatMap(([key, member]): ParamPlace[] => {
      if (Object.hasOwn(value, key) || !hasField(member, 'name')) return [];
      const text = memberOf(full, key);
      const at = [...path, key];
      if (typeof text === 'string') return [{ kind: 'name', path: at, text, absent: true }];
      return typeof beside === 'string' ? [{ kind: 'unnamed', path: at, beside }] : [];
    });
  });
}

const isColumn = (options: readonly SchemaOption[], key: string): boolean =>
  options.some(({ schema }) => {
    const def = definition(schema);
    const member =
      def.type === 'object' && Object.hasOwn(def.shape, key) ? def.shape[key] : undefined;
    return member !== undefined && hasField(member, 'column');
  });
