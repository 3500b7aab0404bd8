/** The pipeline itself: what it is called, what it is for, and its parameters. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { setDescription, setName } from '../../document/commands/params.ts';
import { useDocument, useStudio } from '../../session/studio.ts';
import inputs from '../../ui/inputs.module.css';
import { ParameterList } from './ParameterList.tsx';
import styles from './PipelinePanel.module.css';

export function PipelinePanel() {
  const { t } = useTranslation('inspector');
  const { documents } = useStudio();
  const id = useId();
  const name = useDocument(({ document }) => document.name);
  const description = useDocument(({ document }) => document.description);
  const readOnly = useDocument((state) => state.readOnly !== undefined);
  return (
    // A fieldset that is disabled takes no focus: then what is around it does, to be scrolled.
    <div className={styles.panel} tabIndex={readOnly ? 0 : undefined}>
      <fieldset className={styles.fields} disabled={readOnly}>
        <h2 className={styles.heading}>{t('pipeline')}</h2>
        <p className={styles.hint}>{t('nothing-selected-hint')}</p>
        <div className={styles.field}>
          <label htmlFor={`${id}-name`}>{t('pipeline-title')}</label>
          <input
            id={`${id}-name`}
            className={inputs.input}
            value={name}
            onChange={({ target }) => documents.execute(setName(target.value))}
            onBlur={documents.seal}
          />
        </div>
        <div className={styles.field}>
          <label htmlFor={`${id}-description`}>{t('pipeline-description')}</label>
          <textarea
            id={`${id}-description`}
            className={inputs.input}
            rows={3}
            value={description ?? ''}
            placeholder={t('pipeline-description-hint')}
            onChange={({ target }) => documents.execute(setDescription(target.value))}
            onBlur={documents.seal}
          />
        </div>
        <h3 className={styles.heading}>{t('parameters')}</h3>
        <p className={styles.hint}>{t('parameters-hint')}</p>
        <ParameterList />
      </fieldset>
    </div>
  );
}
