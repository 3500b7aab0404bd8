/** The name of a parameter; leaving the box renames it in all steps that use it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PARAMETER_NAME_PATTERN } from '../../../engine/document/schema.ts';
import { renameParameter } from '../../document/commands/params.ts';
import { useDocument, useStudio } from '../../session/studio.ts';
import inputs from '../../ui/inputs.module.css';

export function ParameterName({ name }: { readonly name: string }) {
  const { t } = useTranslation('inspector');
  const { documents, session, registry } = useStudio();
  const parameters = useDocument(({ document }) => document.parameters);
  const [draft, setDraft] = useState<string>();
  const typed = draft ?? name;
  const isFree = typed === name || !Object.hasOwn(parameters, typed);
  const isValid = PARAMETER_NAME_PATTERN.test(typed) && isFree;
  const rename = (): void => {
    setDraft(undefined);
    if (!isValid || typed === name) return;
    documents.execute(renameParameter(name, typed, registry));
    session.setState(({ parameters: { [name]: value, ...others } }) => ({
      parameters: value === undefined ? others : { ...others, [typed]: value },
    }));
  };
  return (
    <input
      className={`${inputs.input} ${inputs.mono}`}
      aria-label={t('parameter-name')}
      aria-invalid={!isValid}
      title={isValid ? undefined : t(isFree ? 'parameter-name-rule' : 'parameter-taken')}
      value={typed}
      spellCheck={false}
      onChange={({ target }) => setDraft(target.value)}
      onBlur={rename}
      onKeyDown={({ key }) => {
        if (key === 'Enter') rename();
        if (key === 'Escape') setDraft(undefined);
      }}
    />
  );
}
