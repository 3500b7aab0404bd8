/** A cluster, new or edited. A token that is typed goes to the host alone, and none comes back. */
import { Plug } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClusterSummary, Computer } from '../../platform/computer.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import inputs from '../../ui/inputs.module.css';
import styles from '../connections/Connections.module.css';
import { useWrongFocus } from '../connections/use-wrong-focus.ts';
import { formOf, readForm, withServer } from './cluster-form.ts';
import type { ClusterForm as Form, FormField, ReadForm } from './cluster-form.ts';
import own from './Clusters.module.css';
import { Field } from './Field.tsx';
import { SharedFolders } from './SharedFolders.tsx';
import { TestResult, useClusterTest } from './TestResult.tsx';
import { TokenField } from './TokenField.tsx';

export interface ClusterFormProps {
  readonly computer: Computer;
  /** Absent: a new one. */
  readonly edited: ClusterSummary | undefined;
  readonly taken: readonly string[];
  readonly onSaved: () => void;
  readonly onBack: () => void;
  readonly onClose: () => void;
}

const FORM = 'host-cluster';
const TLS = ['verify', 'off'] as const;
type Read = Extract<ReadForm, { readonly ok: true }>;

export function ClusterForm({
  computer,
  edited,
  taken,
  onSaved,
  onBack,
  onClose,
}: ClusterFormProps) {
  const { t } = useTranslation('cluster');
  const [form, setForm] = useState<Form>(() => formOf(edited));
  const [wrong, setWrong] = useState<ReadonlySet<FormField>>(new Set());
  const [problem, setProblem] = useState<string>();
  const { tested, test, forget } = useClusterTest(computer);
  const [fields, focusWrong] = useWrongFocus();

  const change = (next: Form): void => {
    setForm(next);
    forget();
  };
  const read = (): Read | undefined => {
    const whole = withServer(form);
    setForm(whole);
    const others = taken.filter((name) => name !== edited?.name);
    const result = readForm(whole, others, edited?.connection);
    setWrong(result.ok ? new Set() : result.wrong);
    setProblem(result.ok ? undefined : t('form-wrong', { count: result.wrong.size }));
    if (result.ok) return result;
    focusWrong();
    return undefined;
  };
  const put = async (): Promise<void> => {
    const result = read();
    if (result === undefined) return;
    const { ok: _, ...params } = result;
    const answer = await computer.client.call('clusters.put', params);
    if (answer.ok) onSaved();
    else setProblem(`${answer.error.message} ${answer.error.hint ?? ''}`);
  };
  const tryIt = async (): Promise<void> => {
    const result = read();
    if (result === undefined) return;
    const { name, connection, token } = result;
    // The token that is kept goes to the server that it is kept for, and to no other.
    const isKept =
      edited !== undefined &&
      token === undefined &&
      JSON.stringify(connection) === JSON.stringify(edited.connection);
    await test(isKept ? { name } : { connection, ...(typeof token === 'string' ? { token } : {}) });
  };
  const text = (
    key: Extract<FormField, keyof Form> & keyof Form & string,
    label: string,
    further: { readonly hint?: string; readonly wrong?: string; readonly input?: object } = {},
  ): ReactNode => (
    <Field label={label} hint={further.hint} problem={wrong.has(key) ? further.wrong : undefined}>
      {(attributes) => (
        <input
          className={inputs.input}
          type="text"
          value={form[key] as string}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={wrong.has(key)}
          onChange={({ target }) => change({ ...form, [key]: target.value })}
          {...attributes}
          {...further.input}
        />
      )}
    </Field>
  );
  const isTaken = taken.includes(form.name.trim()) && form.name.trim() !== edited?.name;
  return (
    <Dialog
      open
      onClose={onClose}
      width={620}
      title={edited === undefined ? t('new') : t('edit-title', { name: edited.name })}
      description={t('form-hint')}
      actions={
        <>
          <span className={own.test}>
            <Button
              icon={<Plug aria-hidden />}
              disabled={tested?.kind === 'testing'}
              onClick={() => void tryIt()}
            >
              {t('test')}
            </Button>
          </span>
          <Button onClick={onBack}>{t('back')}</Button>
          <Button kind="primary" type="submit" form={FORM}>
            {t('save')}
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
        <div className={own.wide}>
          {text('name', t('name'), {
            ...(edited === undefined ? { hint: t('name-hint') } : {}),
            wrong: isTaken ? t('name-taken') : t('name-hint'),
            input: { readOnly: edited !== undefined },
          })}
        </div>
        {text('host', t('server'), {
          wrong: t('server-wrong'),
          input: {
            placeholder: 'spark.example',
            // Not while it is typed: half an address is none.
            onBlur: () => setForm(withServer(form)),
          },
        })}
        {text('port', t('port'), { wrong: t('port-wrong'), input: { inputMode: 'numeric' } })}
        <Field label={t('tls')}>
          {(attributes) => (
            <select
              className={inputs.input}
              value={form.tls}
              onChange={({ target }) =>
                change({ ...form, tls: target.value as Form['tls'], hasChosenTls: true })
              }
              {...attributes}
            >
              {TLS.map((tls) => (
                <option key={tls} value={tls}>
                  {t(`tls-${tls}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {text('caFile', t('ca-file'), {
          hint: t('ca-file-hint'),
          input: { disabled: form.tls === 'off' },
        })}
        <TokenField
          form={form}
          kept={edited?.token ?? 'none'}
          storage={computer.info.features.credentials}
          isWrong={wrong.has('token')}
          onChange={change}
        />
        {text('user', t('user'), { hint: t('user-hint') })}
        {text('cores', t('cores'), {
          hint: t('cores-hint'),
          wrong: t('cores-wrong'),
          input: { inputMode: 'numeric' },
        })}
        <div className={own.wide}>
          {text('defaultSink', t('sink'), { hint: t('sink-hint'), wrong: t('uri-wrong') })}
        </div>
        <SharedFolders
          shared={form.shared}
          wrong={wrong}
          onChange={(shared) => change({ ...form, shared })}
        />
      </form>
      <div className={own.results} hidden={tested === undefined && problem === undefined}>
        <TestResult tested={tested} />
        {problem === undefined ? null : (
          <p className={styles.tested} data-kind="failed" role="alert">
            {problem}
          </p>
        )}
      </div>
    </Dialog>
  );
}
