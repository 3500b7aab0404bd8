/** A node's zod schema as a form. Pure; the only place of the inspector that knows zod's shapes. */
import { z } from 'zod';
import type { FieldKind, FieldMeta } from '../../../engine/contract/fields.ts';
import { sortKeySchema } from '../../../engine/contract/fields.ts';
import { definition } from '../../../engine/document/schema-walk.ts';
import { titleOfKey } from '../../document/field-title.ts';
import type { Field, Form, RecordStyle, Widget } from './field.ts';

type Schema = z.core.$ZodType;

export function describeForm(schema: Schema): Form {
  const { inner } = unwrap(schema);
  const def = definition(inner);
  if (def.type === 'union' && 'discriminator' in def) {
    const key = String(def.discriminator);
    return variants(key, def.options);
  }
  return { kind: 'fields', fields: fieldsOf(inner) };
}

function variants(key: string, options: readonly Schema[]): Form {
  const described = options.map((option) => {
    const shape = shapeOf(option);
    const chooser = shape[key];
    return {
      value: chooser === undefined ? '' : String(literals(chooser)[0] ?? ''),
      meta: chooser === undefined ? {} : unwrap(chooser).meta,
      fields: fieldsOf(option).filter((field) => field.key !== key),
    };
  });
  const title = described[0]?.meta.title ?? titleOfKey(key);
  return {
    kind: 'variants',
    chooser: {
      key,
      title,
      required: true,
      widget: choice(
        described.map(({ value }) => value),
        described[0]?.meta ?? {},
      ),
    },
    variants: described.map(({ value, fields }) => ({ value, fields })),
  };
}

const fieldsOf = (object: Schema): Field[] =>
  Object.entries(shapeOf(object)).map(([key, member]) => fieldOf(key, member));

function fieldOf(key: string, schema: Schema): Field {
  const { inner, meta, optional, fallback } = unwrap(schema);
  return {
    key,
    title: meta.title ?? titleOfKey(key),
    required: !optional,
    widget: widgetOf(inner, meta),
    ...(meta.description === undefined ? {} : { description: meta.description }),
    ...(fallback === undefined ? {} : { fallback }),
    ...(meta.when === undefined ? {} : { when: meta.when }),
  };
}

interface Unwrapped {
  readonly inner: Schema;
  /** Of the schema and its wrappers; the outer ones win. */
  readonly meta: FieldMeta;
  /** May be absent. */
  readonly optional: boolean;
  readonly fallback?: unknown;
}

/** Looks through what says only whether a value may be absent. */
function unwrap(schema: Schema): Unwrapped {
  const meta = (z.globalRegistry.get(schema as z.ZodType) ?? {}) as FieldMeta;
  const def = definition(schema);
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'nonoptional':
    case 'readonly':
    case 'default':
    case 'prefault': {
      const within = unwrap(def.innerType);
      const absent = def.type === 'default' || def.type === 'prefault';
      return {
        ...within,
        meta: { ...within.meta, ...meta },
        optional: def.type !== 'nonoptional' && (absent || def.type === 'optional'),
        ...(absent ? { fallback: def.defaultValue } : {}),
      };
    }
    case 'pipe':
      return unwrap(definition(def.in).type === 'transform' ? def.out : def.in);
    default:
      return { inner: schema, meta, optional: false };
  }
}

/** The widget of a field kind that holds one text. */
function kindWidget(kind: FieldKind | undefined, meta: FieldMeta): Widget | undefined {
  switch (kind) {
    case 'expression':
      return { kind: meta.widget === 'condition' ? 'condition' : 'expression' };
    case 'column':
    case 'columns':
      return { kind, ...portOf(meta) };
    case 'name':
    case 'sql':
    case 'type':
      return { kind };
    case 'path':
    case 'credential':
    case undefined:
      return undefined;
  }
}

function widgetOf(schema: Schema, meta: FieldMeta): Widget {
  const def = definition(schema);
  if (meta.widget === 'table-rows') return { kind: 'table-rows' };
  if (meta.field === 'credential') return { kind: 'credential' };
  if (meta.field === 'path') return { kind: 'path', many: def.type === 'union' };
  switch (def.type) {
    case 'string':
      return (
        kindWidget(meta.field, meta) ?? {
          kind: 'text',
          empty: takesEmpty(schema),
          ...(meta.offers === undefined ? {} : { offers: meta.offers }),
        }
      );
    case 'number':
      return { kind: 'number', integer: isInteger(schema) };
    case 'boolean':
      return { kind: 'boolean' };
    case 'enum':
      return choice(Object.values(def.entries), meta);
    case 'literal':
      return choice(def.values, meta);
    case 'array':
      return listWidget(def.element, meta);
    case 'object':
      return { kind: 'object', fields: fieldsOf(schema) };
    case 'record': {
      const key = unwrap(def.keyType).meta;
      const { inner, meta: itemMeta } = unwrap(def.valueType);
      return {
        kind: 'map',
        key: key.title ?? titleOfKey('column'),
        item: widgetOf(inner, itemMeta),
        ...portOf(key),
      };
    }
    case 'union':
      return unionWidget(def.options);
    default:
      return { kind: 'json' };
  }
}

const choice = (values: readonly unknown[], { labels }: FieldMeta): Widget => ({
  kind: 'choice',
  values: values.map(String),
  ...(labels === undefined ? {} : { labels }),
});

function listWidget(element: Schema, meta: FieldMeta): Widget {
  if (meta.field === 'columns') return { kind: 'columns', ...portOf(meta) };
  const { inner, meta: itemMeta } = unwrap(element);
  if (definition(inner).type === 'object') {
    return { kind: 'records', style: styleOf(element, meta), fields: fieldsOf(inner) };
  }
  const item = widgetOf(inner, itemMeta);
  if (item.kind === 'json') return item;
  const { valuesOf } = meta;
  const isOf = valuesOf !== undefined && item.kind === 'scalar';
  return { kind: 'values', item: isOf ? { ...item, valuesOf } : item };
}

function styleOf(element: Schema, meta: FieldMeta): RecordStyle {
  if (element === sortKeySchema) return 'sort-keys';
  return meta.widget === 'join-keys' || meta.widget === 'table-columns' ? meta.widget : 'plain';
}

/** A short form beside a long one, or scalars of several types. */
function unionWidget(options: readonly Schema[]): Widget {
  const within = options.map((option) => unwrap(option));
  const kinds = within.map(({ inner }) => definition(inner).type);
  const objectAt = kinds.indexOf('object');
  if (objectAt >= 0 && kinds.length === 2) {
    const fields = fieldsOf(within[objectAt]?.inner ?? z.never());
    const main = fields.find((field) => field.required);
    if (main !== undefined) return { kind: 'short', main: main.key, fields };
  }
  const scalars = new Set(['string', 'number', 'int', 'boolean', 'null', 'literal', 'enum']);
  if (!kinds.every((kind) => scalars.has(kind))) return { kind: 'json' };
  const isSql = within.some(({ meta }) => meta.field === 'expression');
  const isDigits = kinds.every((kind) => kind === 'number' || kind === 'string') && !isSql;
  return { kind: 'scalar', text: isSql ? 'expression' : isDigits ? 'digits' : 'text' };
}

function shapeOf(schema: Schema): Readonly<Record<string, Schema>> {
  const def = definition(unwrap(schema).inner);
  return def.type === 'object' ? def.shape : {};
}

function literals(schema: Schema): readonly unknown[] {
  const def = definition(unwrap(schema).inner);
  return def.type === 'literal' ? def.values : [];
}

const isInteger = (schema: Schema): boolean =>
  z.toJSONSchema(schema as z.ZodType, { io: 'input' }).type === 'integer';

const takesEmpty = (schema: Schema): boolean => z.safeParse(schema, '').success;

const portOf = ({ port }: FieldMeta): { readonly port?: string } =>
  port === undefined ? {} : { port };
