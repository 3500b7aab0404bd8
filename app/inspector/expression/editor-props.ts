import type { Schema } from '../../../engine/contract/schema.ts';
import type { ExpressionProblem } from './problems.ts';
import type { TextKind } from './words.ts';

export interface ExpressionEditorProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** Accessible name. */
  readonly label: string;
  /** Columns of the step's input. */
  readonly columns: Schema;
  /** Of the pipeline, by name. */
  readonly parameters: Readonly<Record<string, { readonly type: string }>>;
  readonly kind?: TextKind;
  /** Of a query: its inputs by the names that it gives them. */
  readonly tables?: Readonly<Record<string, Schema>>;
  /** Enter makes a new line. */
  readonly multiline?: boolean;
  readonly problems: readonly ExpressionProblem[];
  /** Takes the focus and selects these characters whenever `request` changes. */
  readonly focusAt?: FocusRequest | undefined;
  /** Takes no typing, but can be gone through and copied from. */
  readonly readOnly?: boolean;
  readonly placeholder?: string;
  readonly onBlur?: () => void;
  /** Id of an element that says more about the field. */
  readonly describedBy?: string | undefined;
}

export interface FocusRequest {
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  readonly request: number;
}
