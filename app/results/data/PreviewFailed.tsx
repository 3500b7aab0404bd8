/** Why a step has no rows, and the rows before it, which are there. */
import { useTranslation } from 'react-i18next';
import { inputList, parseInput } from '../../../engine/document/schema.ts';
import { stepTitle } from '../../document/commands/steps.ts';
import type { PreviewState } from '../../session/session-store.ts';
import { useDocument, useSession, useStudio } from '../../session/studio.ts';
import { Button } from '../../ui/Button.tsx';
import { Message } from '../../ui/Message.tsx';
import { RunOnComputer } from '../RunOnComputer.tsx';
import { FailingRows } from '../failure/FailingRows.tsx';
import { SendToRejects } from '../failure/SendToRejects.tsx';
import { useViewActions } from '../grid/use-view.ts';
import { RowsThere } from './RowsThere.tsx';
import styles from './DataTab.module.css';

export interface PreviewFailedProps {
  readonly preview: Extract<PreviewState, { readonly status: 'failed' }>;
}

export function PreviewFailed({ preview: { error, target } }: PreviewFailedProps) {
  const { t } = useTranslation('results');
  const studio = useStudio();
  const document = useDocument((state) => state.document);
  const hasView = useSession((state) => state.view?.target === target);
  const view = useViewActions(target);
  const step = parseInput(target).node;
  const before = [
    ...new Set(
      Object.values(document.nodes[step]?.inputs ?? {})
        .flatMap(inputList)
        .filter((text) => Object.hasOwn(document.nodes, parseInput(text).node)),
    ),
  ];
  const { node } = error;
  return (
    <div className={styles.preview}>
      <Message
        kind="error"
        title={error.message}
        actions={
          <>
            {hasView ? <Button onClick={view.clear}>{t('clear-view')}</Button> : null}
            {node === undefined || !Object.hasOwn(document.nodes, node) ? null : (
              <Button onClick={() => studio.reveal({ ...error, node })}>
                {t('go-to', { step: stepTitle(document, node) })}
              </Button>
            )}
            <RunOnComputer code={error.code} />
            {error.code === 'only-on-cluster' ? <RowsThere isThere={false} /> : null}
            {error.code === 'bad-cast' && node !== undefined ? <SendToRejects step={node} /> : null}
            {before.slice(0, 3).map((text) => {
              const source = parseInput(text);
              return (
                <Button key={text} onClick={() => studio.select([source.node], source.port)}>
                  {t('show-rows-of', { step: stepTitle(document, source.node) })}
                </Button>
              );
            })}
            {error.kind === 'operational' ? (
              <Button onClick={studio.refreshPreview}>{t('try-again')}</Button>
            ) : null}
          </>
        }
      >
        {error.hint}
      </Message>
      <FailingRows document={document} error={error} />
    </div>
  );
}
