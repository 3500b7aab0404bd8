/** Connections to databases: what is there, whether each answers, and a new one. */
import { Database, Plug, Plus, Trash2 } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EngineError } from '../../../engine/contract/errors.ts';
import type { Computer, CredentialSummary } from '../../platform/computer.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Message } from '../../ui/Message.tsx';
import rows from '../../ui/dialog-rows.module.css';
import styles from './Connections.module.css';
import { ConnectionForm } from './ConnectionForm.tsx';
import { RemoveQuestion } from './RemoveQuestion.tsx';

export interface ConnectionsDialogProps {
  readonly computer: Computer;
  readonly isNew: boolean;
  /** Where a step waits for a name. */
  readonly choose: ((name: string) => void) | undefined;
  readonly onClose: () => void;
}

type Listed =
  | { readonly status: 'loading' }
  | { readonly status: 'done'; readonly value: readonly CredentialSummary[] }
  | { readonly status: 'failed'; readonly error: EngineError };

export function ConnectionsDialog({ computer, isNew, choose, onClose }: ConnectionsDialogProps) {
  const { t } = useTranslation('host');
  const [listed, setListed] = useState<Listed>({ status: 'loading' });
  const [isAdding, setAdding] = useState(isNew);
  const load = useCallback(async () => {
    const answer = await computer.client.call('credentials.list', {});
    setListed(
      answer.ok
        ? { status: 'done', value: answer.value }
        : { status: 'failed', error: answer.error },
    );
  }, [computer]);
  useEffect(() => void load(), [load]);

  const added = (name: string): void => {
    choose?.(name);
    if (choose === undefined) {
      setAdding(false);
      void load();
    } else onClose();
  };
  if (isAdding) {
    return (
      <ConnectionForm
        computer={computer}
        onAdded={added}
        onBack={isNew ? onClose : () => setAdding(false)}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      width={560}
      title={t('connections-title')}
      description={t('connections-hint')}
      actions={
        <Button kind="primary" icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
          {t('new-connection')}
        </Button>
      }
    >
      {listed.status === 'loading' ? <Message kind="loading" title={t('loading-folder')} /> : null}
      {listed.status === 'failed' ? (
        <Message
          kind="error"
          title={t('connections-failed')}
          actions={<Button onClick={() => void load()}>{t('try-again')}</Button>}
        >
          {listed.error.message} {listed.error.hint}
        </Message>
      ) : null}
      {listed.status === 'done' && listed.value.length === 0 ? (
        <Message title={t('connections-empty')}>{t('connections-empty-hint')}</Message>
      ) : null}
      {listed.status === 'done' ? (
        <ul className={rows.list}>
          {listed.value.map((each) => (
            <Connection key={each.name} computer={computer} connection={each} onRemoved={load} />
          ))}
        </ul>
      ) : null}
    </Dialog>
  );
}

interface ConnectionProps {
  readonly computer: Computer;
  readonly connection: CredentialSummary;
  readonly onRemoved: () => Promise<void>;
}

type Tested =
  | { readonly kind: 'testing' }
  | { readonly kind: 'ok'; readonly server: string }
  | { readonly kind: 'failed'; readonly error: EngineError };

function Connection({ computer, connection, onRemoved }: ConnectionProps) {
  const { t } = useTranslation('host');
  const { name, description, kept } = connection;
  const [tested, setTested] = useState<Tested>();
  const [isRemoving, setRemoving] = useState(false);
  const test = async (): Promise<void> => {
    setTested({ kind: 'testing' });
    const answer = await computer.client.call('credentials.test', { name });
    setTested(
      answer.ok
        ? { kind: 'ok', server: answer.value.server }
        : { kind: 'failed', error: answer.error },
    );
  };
  const remove = async (): Promise<void> => {
    const answer = await computer.client.call('credentials.remove', { name });
    if (answer.ok) {
      await onRemoved();
      return;
    }
    setRemoving(false);
    setTested({ kind: 'failed', error: answer.error });
  };
  return (
    <li className={`${rows.row} ${styles.connection}`}>
      <div className={rows.entry}>
        <Database aria-hidden />
        <span className={rows.main}>{name}</span>
        <span className={rows.detail}>
          {description} · {t(`kept-${kept}`)}
        </span>
      </div>
      <span className={styles.tools}>
        <Button
          icon={<Plug aria-hidden />}
          aria-label={t('test-connection', { name })}
          disabled={tested?.kind === 'testing'}
          onClick={() => void test()}
        >
          {t('test')}
        </Button>
        {kept === 'environment' ? null : (
          <IconButton
            size="small"
            label={t('remove-connection', { name })}
            onClick={() => setRemoving(true)}
          >
            <Trash2 aria-hidden />
          </IconButton>
        )}
      </span>
      {isRemoving ? (
        <RemoveQuestion
          label={t('remove-connection', { name })}
          words={{ sure: t('remove-sure'), keep: t('cancel'), remove: t('remove') }}
          onKeep={() => setRemoving(false)}
          onRemove={() => void remove()}
        />
      ) : null}
      {tested === undefined || isRemoving ? null : (
        <p className={styles.tested} data-kind={tested.kind} role="status">
          {tested.kind === 'testing' ? t('testing') : null}
          {tested.kind === 'ok' ? t('test-ok', { server: tested.server }) : null}
          {tested.kind === 'failed' ? `${tested.error.message} ${tested.error.hint ?? ''}` : null}
        </p>
      )}
    </li>
  );
}
