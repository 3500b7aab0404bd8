/** Before a push: what would be computed and written where, what stands in its way, whether it pays. */
import { GitCompareArrows, Send } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { isError } from '../../../engine/contract/diagnostic.ts';
import type { Diagnostic } from '../../../engine/contract/diagnostic.ts';
import type { EngineError } from '../../../engine/contract/errors.ts';
import { groupFindings, groupRefusals, refusedSteps } from '../../document/group-findings.ts';
import type { Computer, PushCheck } from '../../platform/computer.ts';
import { hasEnded } from '../../platform/pushes.ts';
import { askedOf } from '../../session/asked-document.ts';
import { inFormWords } from '../../session/form-words.ts';
import { findAction, runAction } from '../../session/action-store.ts';
import { useSession, useStudio } from '../../session/studio.ts';
import { useStepWords } from '../../session/use-step-words.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Message } from '../../ui/Message.tsx';
import { StepFindings } from '../../ui/StepFindings.tsx';
import { keepOwnPush, ownPush } from './own-push.ts';
import styles from './PushDialog.module.css';
import { PushEstimateView } from './PushEstimateView.tsx';
import { PushOutputs, PushSources } from './PushPlan.tsx';

export interface PushDialogProps {
  readonly computer: Computer;
  readonly cluster: string;
  readonly onClose: () => void;
}

type Planned =
  | { readonly status: 'planning' }
  | { readonly status: 'done'; readonly check: PushCheck }
  | { readonly status: 'failed'; readonly error: EngineError };

export function PushDialog({ computer, cluster, onClose }: PushDialogProps) {
  const { t } = useTranslation('cluster');
  const studio = useStudio();
  const { documents, session, workspace, actions, registry } = studio;
  const [planned, setPlanned] = useState<Planned>({ status: 'planning' });
  const [tries, setTries] = useState(0);
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<EngineError>();
  // Under a modal dialog it stays as it is.
  const asked = useMemo(() => askedOf(studio, computer), [studio, computer]);
  useEffect(() => {
    let isOver = false;
    setPlanned({ status: 'planning' });
    const plan = async (): Promise<void> => {
      const question = await asked;
      const answer = await computer.client.call('push.check', { ...question, cluster });
      if (isOver) return;
      if (!answer.ok) return setPlanned({ status: 'failed', error: answer.error });
      const diagnostics = answer.value.diagnostics.map((one) =>
        inFormWords(one, question.document, registry),
      );
      setPlanned({ status: 'done', check: { ...answer.value, diagnostics } });
    };
    void plan();
    return () => {
      isOver = true;
    };
  }, [asked, computer, cluster, registry, tries]);

  const id = workspace.store.getState().id;
  const isRunning = useStore(computer.store, ({ pushes = [] }) =>
    pushes.some((push) => push.id === ownPush(id) && !hasEnded(push)),
  );
  const check = planned.status === 'done' ? planned.check : undefined;
  const isRefused = check?.diagnostics.some(isError) === true;
  const canPush = check !== undefined && !isRefused && check.outputs.length > 0;
  const push = async (): Promise<void> => {
    setSending(true);
    setProblem(undefined);
    const answer = await computer.client.call('push.start', { ...(await asked), cluster });
    setSending(false);
    if (!answer.ok) return setProblem(answer.error);
    keepOwnPush(id, answer.value.id);
    computer.store.setState({ shownPush: answer.value });
    session.setState({ tab: 'runs' });
    onClose();
  };
  const compare = (): void => {
    onClose();
    runAction(actions, 'cluster.compare');
  };
  return (
    <Dialog
      open
      onClose={onClose}
      width={640}
      title={t('push-title', { pipeline: documents.getState().document.name, name: cluster })}
      {...(isRefused ? {} : { description: t('push-hint') })}
      actions={
        <>
          {canPush && findAction(actions, 'cluster.compare') !== undefined ? (
            <span className={styles.compare}>
              <Button
                icon={<GitCompareArrows aria-hidden />}
                title={t('compare-hint')}
                onClick={compare}
              >
                {t('compare')}
              </Button>
            </span>
          ) : null}
          {isRefused ? (
            <Button
              onClick={() => {
                session.setState({ tab: 'problems' });
                onClose();
              }}
            >
              {t('show-problems')}
            </Button>
          ) : null}
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            key={planned.status}
            ref={canPush ? focusOn : undefined}
            kind="primary"
            icon={<Send aria-hidden />}
            disabled={!canPush || isSending}
            onClick={() => void push()}
          >
            {isSending ? t('pushing') : t('push')}
          </Button>
        </>
      }
    >
      <div className={styles.body} aria-busy={planned.status === 'planning'}>
        {planned.status === 'planning' ? <Message kind="loading" title={t('planning')} /> : null}
        {planned.status === 'failed' ? (
          <Message
            kind="error"
            title={t('check-failed')}
            actions={<Button onClick={() => setTries(tries + 1)}>{t('try-again')}</Button>}
          >
            {planned.error.message} {planned.error.hint}
          </Message>
        ) : null}
        {isRunning ? (
          <p className={styles.warning} role="note">
            {t('is-running')}
          </p>
        ) : null}
        {check === undefined ? null : (
          <Plan check={check} cluster={cluster} onClose={onClose} isRefused={isRefused} />
        )}
        {problem === undefined ? null : (
          <p className={styles.problem} role="alert">
            <b>{t('start-failed')}:</b> {problem.message} {problem.hint}
          </p>
        )}
      </div>
    </Dialog>
  );
}

/** Whoever asked with a key goes on with one. */
const focusOn = (button: HTMLButtonElement | null): void => button?.focus();

interface PlanProps {
  readonly check: PushCheck;
  readonly cluster: string;
  readonly isRefused: boolean;
  readonly onClose: () => void;
}

function Plan({ check, cluster, isRefused, onClose }: PlanProps) {
  const { t } = useTranslation('cluster');
  const words = useStepWords(t('pipeline'), onClose);
  const { diagnostics, outputs, sources, estimate } = check;
  if (isRefused) {
    const count = refusedSteps(diagnostics);
    return (
      <div className={styles.refused}>
        <StepFindings
          summary={
            count === undefined
              ? t('refused-whole', { name: cluster })
              : t('refused', { count, name: cluster })
          }
          hint={t('refused-hint')}
          groups={groupRefusals(diagnostics)}
          {...words}
        />
      </div>
    );
  }
  if (outputs.length === 0)
    return <Message title={t('no-outputs')}>{t('no-outputs-hint')}</Message>;
  return (
    <>
      <PushOutputs outputs={outputs} titleOf={words.titleOf} />
      <PushSources sources={sources} titleOf={words.titleOf} />
      <PushEstimateView estimate={estimate} cluster={cluster} titleOf={words.titleOf} />
      <Notes diagnostics={diagnostics} cluster={cluster} words={words} />
    </>
  );
}

interface NotesProps {
  readonly diagnostics: readonly Diagnostic[];
  readonly cluster: string;
  readonly words: ReturnType<typeof useStepWords>;
}

/** What is no error: that rows may differ, or that something takes long. */
function Notes({ diagnostics, cluster, words }: NotesProps) {
  const { t } = useTranslation('cluster');
  // What the check of here says too is in Problems already.
  const everywhere = useSession((state) => state.check.diagnostics);
  const groups = useMemo(() => {
    const said = new Set(everywhere.map(({ node, message }) => `${node ?? ''} ${message}`));
    const fresh = diagnostics.filter(({ node, message }) => !said.has(`${node ?? ''} ${message}`));
    return groupFindings(fresh);
  }, [diagnostics, everywhere]);
  if (groups.length === 0) return null;
  return (
    <details className={styles.notes}>
      <summary>{t('notes', { count: groups.length, name: cluster })}</summary>
      <StepFindings summary="" hint={t('notes-hint')} groups={groups} {...words} />
    </details>
  );
}
