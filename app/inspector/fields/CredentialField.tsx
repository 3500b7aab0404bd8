/** The connection that a step uses: one of those of the computer, or a name that another one has. */
import { Plug, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CredentialSummary } from '../../platform/computer.ts';
import { grantCredential } from '../../session/grant-credential.ts';
import { useStudio } from '../../session/studio.ts';
import { Button } from '../../ui/Button.tsx';
import { Suggest } from '../../ui/Suggest.tsx';
import { emptyValue } from '../form/field.ts';
import { useForm } from '../form/FormContext.ts';
import styles from './lists.module.css';
import { controlAttributes, textOf } from './widget-props.ts';
import type { WidgetProps } from './widget-props.ts';

export function CredentialField(props: WidgetProps<'credential'>) {
  const { t } = useTranslation('host');
  const studio = useStudio();
  const { seal } = useForm();
  const { computer } = studio;
  const [known, setKnown] = useState<readonly CredentialSummary[]>([]);
  const { credential } = (props.value ?? {}) as { readonly credential?: unknown };
  const change = (name: string): void =>
    props.onChange(name === '' ? emptyValue(props, { credential: '' }) : { credential: name });
  const load = async (): Promise<void> => {
    const answer = await computer?.client.call('credentials.list', {});
    if (answer?.ok === true) setKnown(answer.value);
  };
  /** Who chooses one here says that this document may use it. */
  const choose = (name: string): void => {
    seal();
    change(name);
    seal();
    if (computer !== undefined) void grantCredential(studio, computer, name);
  };
  return (
    <div>
      <Suggest
        {...controlAttributes(props)}
        mono
        value={textOf(credential)}
        placeholder={props.placeholder ?? t('connection-placeholder')}
        items={known.map(({ name, description }) => ({ value: name, detail: description }))}
        onOpen={() => void load()}
        onChange={change}
        onPick={(name) => (known.some((each) => each.name === name) ? choose(name) : undefined)}
        onBlur={seal}
      />
      {computer === undefined ? null : (
        <div className={styles.actions}>
          <Button
            kind="quiet"
            icon={<Plus aria-hidden />}
            onClick={() => computer.store.setState({ connections: { isNew: true, choose } })}
          >
            {t('new-connection')}…
          </Button>
          <Button
            kind="quiet"
            icon={<Plug aria-hidden />}
            onClick={() => computer.store.setState({ connections: { isNew: false } })}
          >
            {t('connections')}
          </Button>
        </div>
      )}
    </div>
  );
}
