/** A new connection. What is typed here goes to the host alone, and no password comes back. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DATABASE_KINDS } from '../../../engine/contract/credential.ts';
import type { Credential, DatabaseKind } from '../../../engine/contract/credential.ts';
import type { Computer } from '../../platform/computer.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import inputs from '../../ui/inputs.module.css';
import styles from './Connections.module.css';
import { EMPTY, readForm, withKind } from './new-credential.ts';
import type { CredentialForm } from './new-credential.ts';
import { useWrongFocus } from './use-wrong-focus.ts';

export interface ConnectionFormProps {
  readonly computer: Computer;
  readonly onAdded: (name: string) => void;
  readonly onBack: () => void;
  readonly onClose: () => void;
}

const FORM = 'host-connection';
const TLS = ['off', 'require', 'verify'] as const;

export function ConnectionForm({ computer, onAdded, onBack, onClose }: ConnectionFormProps) {
  const { t } = useTranslation('host');
  const [form, setForm] = useState<CredentialForm>(EMPTY);
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const [problem, setProblem] = useState<string>();
  const [fields, focusWrong] = useWrongFocus();

  const put = async (): Promise<void> => {
    const read = readForm(form);
    setWrong(read.ok ? new Set() : read.wrong);
    setProblem(read.ok ? undefined : t('form-wrong'));
    if (!read.ok) {
      focusWrong();
      return;
    }
    const { name, credential } = read;
    const answer = await computer.client.call('credentials.put', { name, credential });
    if (answer.ok) onAdded(name);
    else setProblem(`${answer.error.message} ${answer.error.hint ?? ''}`);
  };
  const text = (key: keyof CredentialForm, label: string, type = 'text'): ReactNode => (
    <label className={styles.field}>
      {label}
      <input
        className={inputs.input}
        type={type}
        value={form[key]}
        spellCheck={false}
        autoComplete={type === 'password' ? 'new-password' : 'off'}
        aria-invalid={wrong.has(key)}
        onChange={({ target }) => setForm({ ...form, [key]: target.value })}
      />
    </label>
  );
  return (
    <Dialog
      open
      onClose={onClose}
      width={520}
      title={t('new-connection')}
      description={t('connection-name-hint')}
      actions={
        <>
          <Button onClick={onBack}>{t('back')}</Button>
          <Button kind="primary" type="submit" form={FORM}>
            {t('save-connection')}
          </Button>
        </>
      }
    >
      <form
        ref={fields}
        id={FORM}
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void put();
        }}
      >
        {text('name', t('connection-name'))}
        <label className={styles.field}>
          {t('kind')}
          <select
            className={inputs.input}
            value={form.kind}
            onChange={({ target }) => setForm(withKind(form, target.value as DatabaseKind))}
          >
            {DATABASE_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`kind-${kind}`)}
              </option>
            ))}
          </select>
        </label>
        {text('host', t('server'))}
        {text('port', t('port'))}
        {text('database', t('database'))}
        <label className={styles.field}>
          {t('tls')}
          <select
            className={inputs.input}
            value={form.tls}
            onChange={({ target }) => setForm({ ...form, tls: target.value as Credential['tls'] })}
          >
            {TLS.map((tls) => (
              <option key={tls} value={tls}>
                {t(`tls-${tls}`)}
              </option>
            ))}
          </select>
        </label>
        {text('user', t('user'))}
        {text('password', t('password'), 'password')}
      </form>
      {computer.info.features.credentials === 'session' ? (
        <p className={styles.note}>{t('session-note')}</p>
      ) : null}
      {problem === undefined ? null : (
        <p className={styles.tested} data-kind="failed" role="alert">
          {problem}
        </p>
      )}
    </Dialog>
  );
}
