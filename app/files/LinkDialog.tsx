/** Shows what a link holds and asks before it is opened. */
import { File } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { NodeRegistry } from '../../engine/contract/node-definition.ts';
import type { DocumentNode, PipelineDocument } from '../../engine/document/schema.ts';
import { neededSources } from '../session/needed-sources.ts';
import { useStudio } from '../session/studio.ts';
import type { LinkOffer } from '../session/workspace/workspace-store.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { StepIcon } from '../ui/StepIcon.tsx';
import { Diagnostics } from './Diagnostics.tsx';
import styles from './lists.module.css';

export interface LinkDialogProps {
  readonly offer: LinkOffer;
  readonly onClose: () => void;
}

export function LinkDialog({ offer, onClose }: LinkDialogProps) {
  const { t } = useTranslation('files');
  const { workspace } = useStudio();
  if (offer.kind === 'rubbish') {
    return (
      <Dialog
        open
        onClose={onClose}
        title={t('link-broken-title')}
        description={t('link-broken-hint')}
        actions={<Button onClick={onClose}>{t('close')}</Button>}
      >
        {offer.diagnostics.length === 0 ? null : (
          <Diagnostics title={t('inspected-problems')} diagnostics={offer.diagnostics} />
        )}
      </Dialog>
    );
  }
  const open = (): void => {
    onClose();
    void workspace.create(offer.document);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('offer-title')}
      description={t('offer-hint')}
      width={560}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button kind="primary" onClick={open}>
            {t('offer-open')}
          </Button>
        </>
      }
    >
      <Offer document={offer.document} />
    </Dialog>
  );
}

const SHOWN_STEPS = 12;

function Offer({ document }: { readonly document: PipelineDocument }) {
  const { t } = useTranslation('files');
  const { registry } = useStudio();
  const steps = Object.entries(document.nodes);
  const files = [...new Set(neededSources(document, {}, registry).map(({ pattern }) => pattern))];
  return (
    <>
      <div className={styles.about}>
        <h3>{document.name}</h3>
        {document.description === undefined ? null : (
          <p className={styles.hint}>{document.description}</p>
        )}
      </div>
      <h4 className={styles.heading}>{t('offer-steps')}</h4>
      <ul className={styles.steps}>
        {steps.slice(0, SHOWN_STEPS).map(([id, node]) => (
          <li key={id} className={styles.step}>
            <StepIcon type={node.type} size={18} />
            <span>{node.title ?? id}</span>
            <span className={styles.summary}>
              {summaryOf(node, registry) ?? t('offer-unknown')}
            </span>
          </li>
        ))}
        {steps.length > SHOWN_STEPS ? (
          <li className={styles.hint}>{t('offer-more', { count: steps.length - SHOWN_STEPS })}</li>
        ) : null}
      </ul>
      {files.length === 0 ? null : (
        <>
          <h4 className={styles.heading}>{t('offer-files')}</h4>
          <ul className={styles.steps}>
            {files.map((path) => (
              <li key={path} className={styles.step}>
                <File aria-hidden size={14} />
                <span className={styles.summary}>{path}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** What the step does in a line; its type while its params say nothing. */
function summaryOf(node: DocumentNode, registry: NodeRegistry): string | undefined {
  const definition = registry.get(node.type);
  const parsed = definition?.params.safeParse(node.params);
  return parsed?.success === true ? definition?.summarise(parsed.data) : definition?.title;
}
