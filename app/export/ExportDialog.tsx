/** Chooses a target, shows the project that the pipeline becomes there, and hands it over. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportTarget } from '../../engine/export/project.ts';
import { writesFiles } from '../session/run-blockers.ts';
import { useSession, useStudio } from '../session/studio.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Message } from '../ui/Message.tsx';
import styles from './ExportDialog.module.css';
import { HandOver } from './HandOver.tsx';
import { ParameterValues } from './ParameterValues.tsx';
import { ProjectFiles } from './ProjectFiles.tsx';
import { Refusals } from './Refusals.tsx';
import { TargetList } from './TargetList.tsx';
import { useExports } from './use-exports.ts';
import type { ExportAnswer } from './use-exports.ts';

export interface ExportDialogProps {
  readonly target: ExportTarget;
  readonly onTarget: (target: ExportTarget) => void;
  readonly onClose: () => void;
}

export function ExportDialog({ target, onTarget, onClose }: ExportDialogProps) {
  const { t } = useTranslation('export');
  const { documents, session, registry } = useStudio();
  // Under a modal dialog they stay as they are.
  const question = useMemo(
    () => ({
      document: documents.getState().document,
      parameters: session.getState().parameters,
    }),
    [documents, session],
  );
  const { document } = question;
  const hasOutputs = Object.values(document.nodes).some((node) => writesFiles(node, registry));
  const answers = useExports(hasOutputs ? question : undefined, target);
  const answer = answers.get(target);
  const exported = answer?.ok === true && answer.value.ok ? answer.value : undefined;
  const project = exported?.project;
  const [path, setPath] = useState<string>();
  // The README of the one target, then of the other.
  const file = project?.files.find((each) => each.path === path) ?? project?.files[0];
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('title')}
      description={t('hint')}
      width={1100}
      actions={
        <>
          <Button onClick={onClose}>{t('close')}</Button>
          <HandOver name={document.name} project={project} file={file} />
        </>
      }
    >
      <div className={styles.layout}>
        <div className={styles.side}>
          <TargetList target={target} answers={answers} onChoose={onTarget} />
          <ParameterValues {...question} />
        </div>
        <section className={styles.project} aria-label={t(`target-${target}`)}>
          {hasOutputs ? null : <Message title={t('no-outputs')}>{t('no-outputs-hint')}</Message>}
          {hasOutputs && file === undefined ? (
            <NoProject answer={answer} target={target} onClose={onClose} />
          ) : null}
          {exported === undefined || file === undefined ? null : (
            <ProjectFiles
              {...exported}
              file={file}
              path={path}
              onChoose={setPath}
              onClose={onClose}
            />
          )}
        </section>
      </div>
    </Dialog>
  );
}

interface NoProjectProps {
  readonly answer: ExportAnswer | undefined;
  readonly target: ExportTarget;
  readonly onClose: () => void;
}

/** Why there is no project, or not yet. */
function NoProject({ answer, target, onClose }: NoProjectProps) {
  const { t } = useTranslation('export');
  const { startEngine } = useStudio();
  const engine = useSession((state) => state.engine);
  if (engine.status === 'failed') {
    return (
      <Message
        kind="error"
        title={t('engine-failed')}
        actions={<Button onClick={() => void startEngine()}>{t('try-again')}</Button>}
      >
        {engine.error.message} {engine.error.hint}
      </Message>
    );
  }
  if (engine.status === 'starting') return <Message kind="loading" title={t('engine-starting')} />;
  if (answer === undefined) return <Message kind="loading" title={t('writing')} />;
  if (!answer.ok) {
    return (
      <Message kind="error" title={answer.error.message}>
        {answer.error.hint}
      </Message>
    );
  }
  return answer.value.ok ? null : (
    <Refusals diagnostics={answer.value.diagnostics} target={target} onClose={onClose} />
  );
}
