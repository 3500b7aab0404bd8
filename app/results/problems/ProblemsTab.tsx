/** What is wrong in the whole pipeline; a click goes there. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stepTitle } from '../../document/commands/steps.ts';
import { useDocument, useSession } from '../../session/studio.ts';
import { Message } from '../../ui/Message.tsx';
import { StepIcon } from '../../ui/StepIcon.tsx';
import { Segments } from '../data/Segments.tsx';
import type { ProblemGroup } from './collect-problems.ts';
import { groupProblems, withoutWaiting } from './collect-problems.ts';
import { RunOnComputer } from '../RunOnComputer.tsx';
import { ProblemEntry } from './ProblemEntry.tsx';
import styles from './ProblemsTab.module.css';
import { RefusedRun } from './RefusedRun.tsx';
import { useProblems } from './use-problems.ts';
import { WaitingSteps } from './WaitingSteps.tsx';

const SHOWN = ['all', 'error', 'warning', 'info'] as const;

export function ProblemsTab() {
  const { t } = useTranslation('results');
  const all = useProblems();
  const document = useDocument((state) => state.document);
  const isDone = useSession((state) => state.check.status === 'done');
  const [shown, setShown] = useState<(typeof SHOWN)[number]>('all');
  const { problems, waiting } = useMemo(() => withoutWaiting(all, document), [all, document]);
  const groups = useMemo(
    () =>
      groupProblems(
        problems.filter(({ severity }) => shown === 'all' || severity === shown),
        document,
      ),
    [problems, document, shown],
  );
  if (problems.length === 0)
    return isDone || Object.keys(document.nodes).length === 0 ? (
      <Message title={t('no-problems')}>{t('no-problems-hint')}</Message>
    ) : (
      <Message kind="loading" title={t('checking')} />
    );
  return (
    <div className={styles.tab}>
      <RefusedRun problems={problems} />
      <div className={styles.bar}>
        <Segments
          label={t('severity')}
          value={shown}
          onChange={setShown}
          options={SHOWN.map((each) => ({
            value: each,
            label: t(`severity-${each}`),
            detail: String(
              problems.filter(({ severity }) => each === 'all' || severity === each).length,
            ),
          }))}
        />
      </div>
      <div className={styles.list}>
        {groups.length === 0 ? <Message title={t('no-problems-of-kind')} /> : null}
        {groups.map((group) => (
          <Group
            key={group.node ?? ''}
            group={group}
            waiting={waiting.get(group.node ?? '') ?? NONE}
          />
        ))}
      </div>
    </div>
  );
}

const NONE: readonly string[] = [];

interface GroupProps {
  readonly group: ProblemGroup;
  readonly waiting: readonly string[];
}

function Group({ group: { node, problems }, waiting }: GroupProps) {
  const { t } = useTranslation('results');
  const title = useDocument(({ document }) =>
    node === undefined ? undefined : stepTitle(document, node),
  );
  const type = useDocument(({ document }) =>
    node === undefined ? undefined : document.nodes[node]?.type,
  );
  return (
    <section aria-label={title ?? t('pipeline')} className={styles.group}>
      <h3 className={styles.step}>
        {type === undefined ? null : <StepIcon type={type} size={18} />}
        {title ?? t('pipeline')}
      </h3>
      <ul className={styles.problems}>
        {problems.map((problem, i) => (
          <li key={i}>
            <ProblemEntry problem={problem} node={node} />
            <RunOnComputer code={problem.code} />
          </li>
        ))}
      </ul>
      {waiting.length === 0 ? null : <WaitingSteps steps={waiting} />}
    </section>
  );
}
