/** What a form is made of: fields as a node's schema describes them, each with its widget. */
import { titleOfKey } from '../../document/field-title.ts';

/** One type for each kind. */
type Of<Kind extends string> = Kind extends string ? { readonly kind: Kind } : never;

/** One value of a kind. `path`: one file or glob, with `many` perhaps a list of them. */
export type Widget =
  | Of<'name' | 'expression' | 'condition' | 'sql' | 'type' | 'boolean' | 'credential'>
  /** `empty`: a text without characters says something else than no text. */
  | { readonly kind: 'text'; readonly empty: boolean; readonly offers?: readonly string[] }
  | { readonly kind: 'number'; readonly integer: boolean }
  /** `labels`: what values are called that do not say it themselves. */
  | {
      readonly kind: 'choice';
      readonly values: readonly string[];
      readonly labels?: Readonly<Record<string, string>>;
    }
  | (Of<'column' | 'columns'> & { readonly port?: string })
  | { readonly kind: 'path'; readonly many: boolean }
  /**
   * A number, true, false, null or a text, as typed; of `expression` the text is SQL. `valuesOf`: the
   * setting that names the column whose value it is.
   */
  | {
      readonly kind: 'scalar';
      readonly text: 'expression' | 'text' | 'digits';
      readonly valuesOf?: string;
    }
  /** A list of single values. */
  | { readonly kind: 'values'; readonly item: Widget }
  /** A list of objects, one row each. */
  | { readonly kind: 'records'; readonly style: RecordStyle; readonly fields: readonly Field[] }
  | { readonly kind: 'object'; readonly fields: readonly Field[] }
  /** Values by key; the keys are columns of a port. */
  | { readonly kind: 'map'; readonly port?: string; readonly key: string; readonly item: Widget }
  /** An object, or in short the value of its field `main`. */
  | { readonly kind: 'short'; readonly main: string; readonly fields: readonly Field[] }
  /** Rows of cells under the columns beside it. */
  | { readonly kind: 'table-rows' }
  /** Free JSON: nothing else is known of it. */
  | { readonly kind: 'json' };

export type RecordStyle = 'plain' | 'sort-keys' | 'join-keys' | 'table-columns';

export interface Field {
  /** Key in the object that it is part of. */
  readonly key: string;
  readonly title: string;
  readonly description?: string;
  readonly required: boolean;
  /** What counts while it is absent. */
  readonly fallback?: unknown;
  /** Of use only while a field beside it has one of these values. */
  readonly when?: Readonly<Record<string, readonly unknown[]>>;
  readonly widget: Widget;
}

/** The fields of a step's params; of a union of objects those that its discriminator chooses. */
export type Form =
  | { readonly kind: 'fields'; readonly fields: readonly Field[] }
  | {
      readonly kind: 'variants';
      /** Chooses the variant: a choice. */
      readonly chooser: Field;
      readonly variants: readonly { readonly value: string; readonly fields: readonly Field[] }[];
    };

/** Whether a field has a use, or stands there nevertheless. */
export function isShown(
  field: Field,
  siblings: Readonly<Record<string, unknown>>,
  fields: readonly Field[],
): boolean {
  if (field.when === undefined || siblings[field.key] !== undefined) return true;
  return Object.entries(field.when).every(([key, values]) => {
    const given = siblings[key] ?? fields.find((one) => one.key === key)?.fallback;
    return given === undefined || values.includes(given) || isReference(given);
  });
}

/** What a choice is called. */
export const choiceLabel = (
  { labels }: Extract<Widget, { readonly kind: 'choice' }>,
  value: string,
): string => labels?.[value] ?? titleOfKey(value);

const REFERENCE = /^\$([A-Za-z_][A-Za-z0-9_]*)$/;

/** The parameter of the pipeline that stands for a whole value. */
export const referenceOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? REFERENCE.exec(value)?.[1] : undefined;

const isReference = (value: unknown): boolean => referenceOf(value) !== undefined;

/** Widgets that hold other fields, which show what is wrong with them. */
export const isContainer = ({ kind }: Widget): boolean =>
  kind === 'records' || kind === 'object' || kind === 'map';

/** Texts in which `$name` has its own meaning, or is part of a longer one. */
export const isText = ({ kind }: Widget): boolean =>
  kind === 'expression' || kind === 'condition' || kind === 'sql' || kind === 'path';

/** The value of a field that is left empty. */
export const emptyValue = ({ required }: Pick<Field, 'required'>, empty: unknown): unknown =>
  required ? empty : undefined;
