/** The token of a cluster: written here, read by the host alone. */
import { useTranslation } from 'react-i18next';
import type { ClusterSummary, HostInfo } from '../../platform/computer.ts';
import inputs from '../../ui/inputs.module.css';
import { isLocal } from './cluster-form.ts';
import type { ClusterForm } from './cluster-form.ts';
import own from './Clusters.module.css';
import { Field } from './Field.tsx';

export interface TokenFieldProps {
  readonly form: ClusterForm;
  /** Where there is one already. */
  readonly kept: ClusterSummary['token'];
  /** Where a new one would be kept. */
  readonly storage: HostInfo['features']['credentials'];
  readonly isWrong: boolean;
  readonly onChange: (form: ClusterForm) => void;
}

export function TokenField({ form, kept, storage, isWrong, onChange }: TokenFieldProps) {
  const { t } = useTranslation('cluster');
  const isGiven = kept === 'environment';
  const hasOne = kept !== 'none' && !isGiven;
  const isPlain = form.token !== '' && form.tls === 'off' && !isLocal(form.host);
  return (
    <div className={own.wide}>
      <Field
        label={t('token')}
        hint={t(`token-hint-${isGiven ? kept : storage}`)}
        problem={isWrong ? t('token-wrong') : isPlain ? t('token-plain') : undefined}
      >
        {(attributes) => (
          <input
            className={inputs.input}
            type="password"
            value={form.token}
            spellCheck={false}
            autoComplete="new-password"
            disabled={isGiven || form.forgetsToken}
            placeholder={isGiven ? '' : t(hasOne ? 'token-kept' : 'token-none')}
            aria-invalid={isWrong}
            onChange={({ target }) => onChange({ ...form, token: target.value })}
            {...attributes}
          />
        )}
      </Field>
      {hasOne ? (
        <label className={own.tick}>
          <input
            type="checkbox"
            className={inputs.checkbox}
            checked={form.forgetsToken}
            onChange={({ target }) =>
              onChange({ ...form, token: '', forgetsToken: target.checked })
            }
          />
          {t('token-remove')}
        </label>
      ) : null}
    </div>
  );
}
