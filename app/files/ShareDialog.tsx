/** The pipeline as a link, to copy. */
import { Copy } from 'lucide-react';
import { useCallback, useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { LONG_LINK, writeLink } from '../document/link.ts';
import { useStudio } from '../session/studio.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { formatCount } from '../ui/format.ts';
import inputs from '../ui/inputs.module.css';
import { Message } from '../ui/Message.tsx';
import styles from './lists.module.css';
import { useLoaded } from './use-loaded.ts';

export interface ShareDialogProps {
  readonly onClose: () => void;
}

export function ShareDialog({ onClose }: ShareDialogProps) {
  const { t } = useTranslation('files');
  const { documents, workspace, notify } = useStudio();
  // Under a modal dialog the document stays as it is.
  const document = useMemo(() => documents.getState().document, [documents]);
  const link = useLoaded(
    useCallback(
      async () => location.origin + location.pathname + (await writeLink(document)),
      [document],
    ),
    0,
  );
  const field = useId();
  const copy = async (text: string): Promise<void> => {
    const copied = await workspace.host.copyText(text);
    notify(
      copied
        ? { kind: 'success', text: t('share-copied') }
        : { kind: 'warning', text: t('share-not-copied') },
    );
    if (copied) onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t('share-title')} description={t('share-hint')}>
      {link.status === 'loading' ? <Message kind="loading" title={t('loading')} /> : null}
      {link.status === 'done' ? (
        <>
          <label className={styles.heading} htmlFor={field}>
            {t('share-link')}
          </label>
          <div className={styles.link}>
            <input
              id={field}
              className={`${inputs.input} ${styles.field}`}
              readOnly
              value={link.value}
              onFocus={({ currentTarget }) => currentTarget.select()}
            />
            <Button
              kind="primary"
              icon={<Copy aria-hidden />}
              onClick={() => void copy(link.value)}
            >
              {t('share-copy')}
            </Button>
          </div>
          <LinkLength length={link.value.length} />
          {Object.values(document.nodes).some(({ type }) => type === 'input.inline') ? (
            <p className={styles.note}>{t('share-inline')}</p>
          ) : null}
        </>
      ) : null}
    </Dialog>
  );
}

function LinkLength({ length }: { readonly length: number }) {
  const { t } = useTranslation('files');
  const values = { length: formatCount(length) };
  return length > LONG_LINK ? (
    <p className={styles.warning} role="note">
      {t('share-long', values)}
    </p>
  ) : (
    <p className={styles.note}>{t('share-length', values)}</p>
  );
}
