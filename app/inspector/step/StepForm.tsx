/** The settings of a step: the form that its type's schema describes. */
import { useCallback, useMemo } from 'react';
import type { NodeDefinition } from '../../../engine/contract/node-definition.ts';
import { setParam, setParams } from '../../document/commands/params.ts';
import { useDocument, useStudio } from '../../session/studio.ts';
import { inlineCode } from '../../ui/inline-code.tsx';
import { Control } from '../fields/Control.tsx';
import { describeForm } from '../form/describe-form.ts';
import type { Field, Form } from '../form/field.ts';
import { FieldList } from '../form/FieldList.tsx';
import type { FormApi } from '../form/FormContext.ts';
import { FormProvider } from '../form/FormContext.ts';
import { problemsElsewhere } from '../form/problems.ts';
import { ProblemList } from '../form/ProblemList.tsx';
import type { StepSchemas } from '../form/step-schemas.ts';
import { useFieldRequest } from '../form/use-field-request.ts';
import { useStepProblems } from '../form/use-step-problems.ts';
import { RawLook } from '../raw/RawLook.tsx';
import styles from './StepForm.module.css';
import { keepFitting } from './keep-fitting.ts';

export interface StepFormProps {
  readonly step: string;
  readonly definition: NodeDefinition;
  readonly schemas: StepSchemas;
}

const NONE = {};

export function StepForm({ step, definition, schemas }: StepFormProps) {
  const { documents } = useStudio();
  const params = useDocument(({ document }) => document.nodes[step]?.params) ?? NONE;
  const parameters = useDocument(({ document }) => document.parameters);
  const readOnly = useDocument((state) => state.readOnly !== undefined);
  const problems = useStepProblems(step, definition);
  const focus = useFieldRequest(step);
  const form = useMemo(() => describeForm(definition.params), [definition]);
  const set = useCallback<FormApi['set']>(
    (path, value) => documents.execute(setParam(step, path, value)),
    [documents, step],
  );
  const api = useMemo(
    (): FormApi => ({
      Control,
      step,
      type: definition.type,
      readOnly,
      set,
      setAll: (all) => documents.execute(setParams(step, all)),
      params: () => documents.getState().document.nodes[step]?.params ?? NONE,
      seal: documents.seal,
      schemas,
      parameters,
      problems,
      focus,
    }),
    [documents, step, definition, readOnly, set, schemas, parameters, problems, focus],
  );
  const fields = fieldsOf(form, params);
  const elsewhere = problemsElsewhere(
    problems,
    fields.map(({ key }) => key),
  );
  return (
    <FormProvider value={api}>
      {/* A fieldset that is disabled disables all that is in it. */}
      <fieldset className={styles.form} disabled={readOnly}>
        <p className={styles.description}>{inlineCode(definition.description)}</p>
        <ProblemList problems={elsewhere.filter(({ severity }) => severity !== 'info')} />
        {form.kind === 'variants' ? (
          <Chooser form={form} api={api} definition={definition} params={params} />
        ) : null}
        <FieldList
          fields={form.kind === 'variants' ? fields.slice(1) : fields}
          path={ROOT}
          values={params}
          after={
            definition.category === 'input'
              ? {
                  key: 'path',
                  node: <RawLook key={step} step={step} type={definition.type} params={params} />,
                }
              : undefined
          }
        />
        <ProblemList problems={elsewhere.filter(({ severity }) => severity === 'info')} />
      </fieldset>
    </FormProvider>
  );
}

const ROOT: readonly string[] = [];

/** The fields that count for the params as they are; of variants the chooser first. */
function fieldsOf(form: Form, params: Readonly<Record<string, unknown>>): readonly Field[] {
  if (form.kind === 'fields') return form.fields;
  const { chooser, variants } = form;
  const chosen = variants.find(({ value }) => value === params[chooser.key]);
  return [chooser, ...(chosen?.fields ?? [])];
}

interface ChooserProps {
  readonly form: Extract<Form, { readonly kind: 'variants' }>;
  readonly api: FormApi;
  readonly definition: NodeDefinition;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Chooses the variant; of the other settings those stay that the new one takes. */
function Chooser({ form, api, definition, params }: ChooserProps) {
  const { chooser } = form;
  return (
    <FieldList
      fields={[chooser]}
      path={ROOT}
      values={params}
      onChange={(key, value) => {
        api.seal();
        api.setAll(keepFitting(definition.params, { ...params, [key]: value }, key));
        api.seal();
      }}
    />
  );
}
