/** Parameters of the pipeline: added, renamed wherever they are used, described, given a value. */
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PARAMETER_NAME_PATTERN } from '../../../engine/document/schema.ts';
import { setParameter } from '../../document/commands/params.ts';
import { useDocument, useStudio } from '../../session/studio.ts';
import { Button } from '../../ui/Button.tsx';
import inputs from '../../ui/inputs.module.css';
import { ParameterCard } from './ParameterCard.tsx';
import styles from './PipelinePanel.module.css';

export function ParameterList() {
  const { t } = useTranslation('inspector');
  const { documents } = useStudio();
  const parameters = useDocument(({ document }) => document.parameters);
  const [name, setName] = useState('');
  const isTaken = Object.hasOwn(parameters, name);
  const isValid = PARAMETER_NAME_PATTERN.test(name) && !isTaken;
  const add = (): void => {
    if (!isValid) return;
    documents.seal();
    documents.execute(setParameter(name, { type: 'VARCHAR' }));
    documents.seal();
    setName('');
  };
  return (
    <>
      {Object.entries(parameters).map(([key, parameter]) => (
        <ParameterCard key={key} name={key} parameter={parameter} />
      ))}
      <form
        className={styles.add}
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <input
          className={inputs.input}
          aria-label={t('parameter-new')}
          placeholder={t('parameter-new')}
          value={name}
          spellCheck={false}
          aria-invalid={name !== '' && !isValid}
          onChange={({ target }) => setName(target.value)}
        />
        <Button type="submit" icon={<Plus aria-hidden />} disabled={!isValid}>
          {t('parameter-add')}
        </Button>
      </form>
      {name === '' || isValid ? null : (
        <p className={styles.error} role="alert">
          {t(isTaken ? 'parameter-taken' : 'parameter-name-rule')}
        </p>
      )}
    </>
  );
}
