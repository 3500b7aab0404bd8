/** What every field of a step's form needs, however deep it stands. */
import { createContext, useContext } from 'react';
import type { ComponentType } from 'react';
import type { Path } from '../../../engine/document/json-path.ts';
import type { DocumentParameter } from '../../../engine/document/schema.ts';
import type { WidgetProps } from '../fields/widget-props.ts';
import type { Problem } from './problems.ts';
import type { StepSchemas } from './step-schemas.ts';

/** Where to put the cursor. */
export interface FieldRequest {
  readonly path: Path;
  readonly start?: number;
  readonly end?: number;
  /** Another number is another request. */
  readonly request: number;
}

export interface FormApi {
  /** Shows a field's widget. Given from above: widgets hold fields, which hold widgets. */
  readonly Control: ComponentType<WidgetProps>;
  readonly step: string;
  readonly type: string;
  readonly readOnly: boolean;
  /** Changes one setting, as one with the keys before it. */
  readonly set: (path: Path, value: unknown) => void;
  /** Changes several at once. */
  readonly setAll: (params: Readonly<Record<string, unknown>>) => void;
  /** The settings as they are, for what is worked out from several of them. */
  readonly params: () => Readonly<Record<string, unknown>>;
  /** Ends what counts as one change. */
  readonly seal: () => void;
  readonly schemas: StepSchemas;
  readonly parameters: Readonly<Record<string, DocumentParameter>>;
  readonly problems: readonly Problem[];
  readonly focus?: FieldRequest | undefined;
}

const FormContext = createContext<FormApi | undefined>(undefined);

export const FormProvider = FormContext.Provider;

export function useForm(): FormApi {
  const form = useContext(FormContext);
  if (form === undefined) throw new Error('useForm outside of a FormProvider');
  return form;
}
