/** Earlier versions of the open pipeline, and what returning to one would change. */
import { History } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { diffDocuments } from '../../engine/document/diff.ts';
import { formatDiff } from '../../engine/document/format-diff.ts';
import { parseDocument } from '../../engine/document/parse.ts';
import type { StoredVersion } from '../platform/document-library.ts';
import { useDocument, useStudio, useWorkspace } from '../session/studio.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Message } from '../ui/Message.tsx';
import rows from '../ui/dialog-rows.module.css';
import { formatTime } from './format-time.ts';
import styles from './lists.module.css';
import { useLoaded } from './use-loaded.ts';

export interface VersionsDialogProps {
  readonly onClose: () => void;
}

export function VersionsDialog({ onClose }: VersionsDialogProps) {
  const { t } = useTranslation('files');
  const { workspace } = useStudio();
  const revision = useWorkspace((state) => state.revision);
  const isReadOnly = useDocument(({ readOnly }) => readOnly !== undefined);
  const loaded = useLoaded(workspace.versions, revision);
  const [chosen, setChosen] = useState<number>();
  const versions = loaded.status === 'done' ? loaded.value : [];
  const version = versions.find(({ id }) => id === chosen) ?? versions[0];
  // One that is kept while somebody looks does not take the place of what is looked at.
  useEffect(() => setChosen(version?.id), [version?.id]);
  const restore = (): void => {
    onClose();
    if (version !== undefined) void workspace.restore(version);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('versions-title')}
      description={t('versions-hint')}
      width={860}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button kind="primary" disabled={version === undefined || isReadOnly} onClick={restore}>
            {t('return')}
          </Button>
        </>
      }
    >
      {loaded.status === 'loading' ? <Message kind="loading" title={t('loading')} /> : null}
      {loaded.status === 'failed' ? (
        <Message kind="error" title={t('load-failed')}>
          {loaded.reason}
        </Message>
      ) : null}
      {loaded.status === 'done' && version === undefined ? (
        <Message title={t('versions-empty')}>{t('versions-empty-hint')}</Message>
      ) : null}
      {version === undefined ? null : (
        <div className={styles.columns}>
          <ul className={rows.list}>
            {versions.map((each) => (
              <VersionRow
                key={each.id}
                version={each}
                isChosen={each === version}
                onChoose={() => setChosen(each.id)}
              />
            ))}
          </ul>
          <VersionChanges version={version} />
        </div>
      )}
    </Dialog>
  );
}

interface VersionRowProps {
  readonly version: StoredVersion;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function VersionRow({ version, isChosen, onChoose }: VersionRowProps) {
  const { t, i18n } = useTranslation('files');
  const { reason, steps, time } = version;
  return (
    <li className={rows.row}>
      <button type="button" className={rows.entry} aria-pressed={isChosen} onClick={onChoose}>
        <History aria-hidden />
        <span className={rows.main}>{formatTime(time, i18n.language)}</span>
        <span className={rows.detail}>
          {t(`version-${reason}`)} · {t('steps', { count: steps })}
        </span>
      </button>
    </li>
  );
}

function VersionChanges({ version }: { readonly version: StoredVersion }) {
  const { t } = useTranslation('files');
  const document = useDocument((state) => state.document);
  const changes = useMemo(() => changesTo(document, version.text), [document, version.text]);
  return (
    <section>
      <h3 className={styles.heading}>{t('version-changes')}</h3>
      {changes === undefined ? <p>{t('version-broken')}</p> : null}
      {changes === '' ? <p>{t('version-same')}</p> : null}
      {changes === undefined || changes === '' ? null : (
        <pre className={`${styles.text} ${styles.changes}`} tabIndex={0}>
          {changes}
        </pre>
      )}
    </section>
  );
}

function changesTo(document: PipelineDocument, text: string): string | undefined {
  const parsed = parseDocument(text);
  return parsed.ok ? formatDiff(diffDocuments(document, parsed.document)) : undefined;
}
