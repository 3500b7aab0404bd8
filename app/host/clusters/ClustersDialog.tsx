/** Clusters that pipelines are pushed to: what is there, whether each answers, a new one. */
import { PenLine, Plug, Plus, Server, Trash2 } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { EngineError } from '../../../engine/contract/errors.ts';
import type { ClusterSummary, Computer } from '../../platform/computer.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Message } from '../../ui/Message.tsx';
import rows from '../../ui/dialog-rows.module.css';
import styles from '../connections/Connections.module.css';
import { RemoveQuestion } from '../connections/RemoveQuestion.tsx';
import { ClusterForm } from './ClusterForm.tsx';
import own from './Clusters.module.css';
import { loadClusters } from './load-clusters.ts';
import { TestResult, useClusterTest } from './TestResult.tsx';

export interface ClustersDialogProps {
  readonly computer: Computer;
  readonly isNew: boolean;
  readonly onClose: () => void;
}

type Editing = { readonly kind: 'new' } | { readonly kind: 'edit'; readonly of: ClusterSummary };

export function ClustersDialog({ computer, isNew, onClose }: ClustersDialogProps) {
  const { t } = useTranslation('cluster');
  const clusters = useStore(computer.store, (state) => state.clusters);
  const [error, setError] = useState<EngineError>();
  const [editing, setEditing] = useState<Editing | undefined>(isNew ? { kind: 'new' } : undefined);
  const load = useCallback(async () => {
    setError(await loadClusters(computer));
  }, [computer]);
  useEffect(() => void load(), [load]);

  if (editing !== undefined) {
    const back = (): void => (isNew ? onClose() : setEditing(undefined));
    return (
      <ClusterForm
        computer={computer}
        edited={editing.kind === 'edit' ? editing.of : undefined}
        taken={(clusters ?? []).map(({ name }) => name)}
        onSaved={() => {
          void load();
          setEditing(undefined);
        }}
        onBack={back}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      width={620}
      title={t('title')}
      description={t('hint')}
      actions={
        <Button
          kind="primary"
          icon={<Plus aria-hidden />}
          onClick={() => setEditing({ kind: 'new' })}
        >
          {t('new')}
        </Button>
      }
    >
      {error === undefined ? null : (
        <Message
          kind="error"
          title={t('list-failed')}
          actions={<Button onClick={() => void load()}>{t('try-again')}</Button>}
        >
          {error.message} {error.hint}
        </Message>
      )}
      {clusters === undefined && error === undefined ? (
        <Message kind="loading" title={t('loading')} />
      ) : null}
      {clusters?.length === 0 ? <Message title={t('empty')}>{t('empty-hint')}</Message> : null}
      <ul className={rows.list}>
        {(clusters ?? []).map((each) => (
          <Cluster
            key={each.name}
            computer={computer}
            cluster={each}
            onEdit={() => setEditing({ kind: 'edit', of: each })}
            onRemoved={load}
          />
        ))}
      </ul>
    </Dialog>
  );
}

interface ClusterProps {
  readonly computer: Computer;
  readonly cluster: ClusterSummary;
  readonly onEdit: () => void;
  readonly onRemoved: () => Promise<void>;
}

function Cluster({ computer, cluster, onEdit, onRemoved }: ClusterProps) {
  const { t } = useTranslation('cluster');
  const { name, connection, kept, token } = cluster;
  const { host, port, tls } = connection;
  const { tested, test, fail } = useClusterTest(computer);
  const [isRemoving, setRemoving] = useState(false);
  const remove = async (): Promise<void> => {
    const answer = await computer.client.call('clusters.remove', { name });
    setRemoving(false);
    if (answer.ok) await onRemoved();
    else fail(answer.error);
  };
  return (
    <li className={`${rows.row} ${styles.connection}`}>
      <div className={rows.entry}>
        <Server aria-hidden />
        <span className={rows.main}>{name}</span>
        <span className={rows.detail}>
          {[
            `${host}:${port}`,
            t(tls === 'off' ? 'not-encrypted' : 'encrypted'),
            // Its token is then from there, too.
            kept === 'environment' ? t('by-environment') : t(`token-at-${token}`),
          ].join(' · ')}
        </span>
      </div>
      <span className={own.tools}>
        <Button
          icon={<Plug aria-hidden />}
          aria-label={t('test-cluster', { name })}
          disabled={tested?.kind === 'testing'}
          onClick={() => void test({ name })}
        >
          {t('test')}
        </Button>
        {kept === 'environment' ? null : (
          <>
            <IconButton size="small" label={t('edit', { name })} onClick={onEdit}>
              <PenLine aria-hidden />
            </IconButton>
            <IconButton
              size="small"
              label={t('remove-cluster', { name })}
              onClick={() => setRemoving(true)}
            >
              <Trash2 aria-hidden />
            </IconButton>
          </>
        )}
      </span>
      {isRemoving ? (
        <RemoveQuestion
          label={t('remove-cluster', { name })}
          words={{ sure: t('remove-sure'), keep: t('cancel'), remove: t('remove') }}
          onKeep={() => setRemoving(false)}
          onRemove={() => void remove()}
        />
      ) : null}
      {isRemoving ? null : <TestResult tested={tested} />}
    </li>
  );
}
