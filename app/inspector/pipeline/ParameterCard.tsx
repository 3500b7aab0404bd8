/** A parameter: name, type, default, what it is for, its value in this session, and who uses it. */
import { Trash2 } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentParameter } from '../../../engine/document/schema.ts';
import { PARAMETER_TYPES } from '../../../engine/document/parameter-types.ts';
import { setParameter } from '../../document/commands/params.ts';
import { useSession, useStudio } from '../../session/studio.ts';
import { IconButton } from '../../ui/Button.tsx';
import inputs from '../../ui/inputs.module.css';
import { Suggest } from '../../ui/Suggest.tsx';
import { useDraft } from '../fields/use-draft.ts';
import { ParameterName } from './ParameterName.tsx';
import { readDefault, withParameter, writeDefault } from './parameter-values.ts';
import { ParameterUses } from './ParameterUses.tsx';
import { ParameterProblems } from './ParameterProblems.tsx';
import styles from './PipelinePanel.module.css';

const TYPES = PARAMETER_TYPES.map((value) => ({ value }));

export interface ParameterCardProps {
  readonly name: string;
  readonly parameter: DocumentParameter;
}

export function ParameterCard({ name, parameter }: ParameterCardProps) {
  const { t } = useTranslation('inspector');
  const { documents, session } = useStudio();
  const id = useId();
  const given = useSession((state) => state.parameters[name]);
  const change = (part: Partial<Record<keyof DocumentParameter, unknown>>): void =>
    documents.execute(setParameter(name, withParameter(parameter, part)));
  const fallback = useDraft(
    parameter.default,
    (text) => readDefault(text, parameter.type),
    writeDefault,
    (value) => change({ default: value }),
  );
  const setValue = (text: string): void => {
    session.setState(({ parameters: before }) => {
      const others = Object.entries(before).filter(([key]) => key !== name);
      return { parameters: Object.fromEntries(text === '' ? others : [...others, [name, text]]) };
    });
  };
  return (
    <div className={styles.card} role="group" aria-label={`$${name}`}>
      <div className={styles.head}>
        <ParameterName name={name} />
        <IconButton
          size="small"
          label={t('parameter-remove')}
          onClick={() => {
            documents.execute(setParameter(name, undefined));
            setValue('');
          }}
        >
          <Trash2 aria-hidden />
        </IconButton>
      </div>
      <div className={styles.grid}>
        <label htmlFor={`${id}-type`}>{t('parameter-type')}</label>
        <Suggest
          id={`${id}-type`}
          mono
          value={parameter.type}
          items={TYPES}
          onChange={(type) => change({ type })}
          onBlur={documents.seal}
        />
        <label htmlFor={`${id}-default`}>{t('parameter-default')}</label>
        <input
          id={`${id}-default`}
          className={inputs.input}
          value={fallback.text}
          placeholder={t('parameter-no-default')}
          spellCheck={false}
          onChange={({ target }) => fallback.onType(target.value)}
          onBlur={() => {
            fallback.onLeave();
            documents.seal();
          }}
        />
        <label htmlFor={`${id}-value`}>{t('parameter-value')}</label>
        <input
          id={`${id}-value`}
          className={inputs.input}
          value={given ?? ''}
          placeholder={t('default', { value: writeDefault(parameter.default) })}
          spellCheck={false}
          onChange={({ target }) => setValue(target.value)}
        />
        <label htmlFor={`${id}-about`}>{t('parameter-about')}</label>
        <input
          id={`${id}-about`}
          className={inputs.input}
          value={parameter.description ?? ''}
          onChange={({ target }) =>
            change({ description: target.value === '' ? undefined : target.value })
          }
          onBlur={documents.seal}
        />
      </div>
      <ParameterProblems name={name} />
      <ParameterUses name={name} />
    </div>
  );
}
