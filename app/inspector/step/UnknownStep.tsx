/** A step of a kind that this Sluice does not have: its settings, as they are kept. */
import { useTranslation } from 'react-i18next';
import { useDocument } from '../../session/studio.ts';
import inputs from '../../ui/inputs.module.css';
import { Message } from '../../ui/Message.tsx';
import styles from './UnknownStep.module.css';

export interface UnknownStepProps {
  readonly step: string;
  readonly type: string;
}

const LONGEST = 20;

export function UnknownStep({ step, type }: UnknownStepProps) {
  const { t } = useTranslation('inspector');
  const params = useDocument(({ document }) => document.nodes[step]?.params);
  const text = JSON.stringify(params ?? {}, null, 2);
  return (
    <>
      <Message kind="error" title={t('unknown-type', { type })}>
        {t('unknown-type-hint')}
      </Message>
      <div className={styles.kept}>
        <textarea
          className={`${inputs.input} ${inputs.mono}`}
          aria-label={t('unknown-type-params')}
          rows={Math.min(text.split('\n').length, LONGEST)}
          value={text}
          readOnly
        />
      </div>
    </>
  );
}
