import type { Path } from '../../../engine/document/json-path.ts';
import type { Widget } from '../form/field.ts';
import type { Problem } from '../form/problems.ts';

/** What every widget gets. */
export interface WidgetProps<Kind extends Widget['kind'] = Widget['kind']> {
  /** Of the control, for its label. */
  readonly id: string;
  /** Accessible name; of a control with an own label element undefined. */
  readonly name: string | undefined;
  /** The field's title. */
  readonly title: string;
  readonly describedBy?: string | undefined;
  readonly widget: Extract<Widget, { readonly kind: Kind }>;
  readonly path: Path;
  readonly value: unknown;
  readonly required: boolean;
  /** What counts while there is no value. */
  readonly fallback?: unknown;
  readonly placeholder?: string | undefined;
  readonly problems: readonly Problem[];
  readonly invalid: boolean;
  /** Of a small place, such as a cell of a list. */
  readonly compact: boolean;
  readonly focusAt?:
    { readonly start?: number; readonly end?: number; readonly request: number } | undefined;
  /** undefined: no value. */
  readonly onChange: (value: unknown) => void;
}

/** The attributes that most controls take. */
export const controlAttributes = ({
  id,
  name,
  describedBy,
  invalid,
}: Pick<WidgetProps, 'id' | 'name' | 'describedBy' | 'invalid'>) => ({
  id,
  'aria-invalid': invalid,
  ...(name === undefined ? {} : { 'aria-label': name }),
  ...(describedBy === undefined ? {} : { 'aria-describedby': describedBy }),
});

export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
