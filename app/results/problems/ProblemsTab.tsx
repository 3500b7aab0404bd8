/** What is wrong in the whole pipeline; a click goes there. */
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stepTitle } from '../../document/commands/steps.ts';
import { useDocument, useSession, useStudio } from '../../session/studio.ts';
import { Message } from '../../ui/Message.tsx';
import { StepIcon } from '../../ui/StepIcon.tsx';
import { Segments } from '../data/Segments.tsx';
import { DataPlace } from '../DataPlace.tsx';
import type { Problem, ProblemGroup } from './collect-problems.ts';
import { groupProblems } from './collect-problems.ts';
import styles from './ProblemsTab.module.css';
import { useProblems } from './use-problems.ts';

const SHOWN = ['all', 'error', 'warning', 'info'] as const;

export function ProblemsTab() {
  const { t } = useTranslation('results');
  const problems = useProblems();
  const document = useDocument((state) => state.document);
  const isDone = useSession((state) => state.check.status === 'done');
  const [shown, setShown] = useState<(typeof SHOWN)[number]>('all');
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
          <Group key={group.node ?? ''} group={group} />
        ))}
      </div>
    </div>
  );
}

function Group({ group: { node, problems } }: { readonly group: ProblemGroup }) {
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
          </li>
        ))}
      </ul>
    </section>
  );
}

const ICONS = { error: CircleAlert, warning: TriangleAlert, info: Info } as const;

interface ProblemEntryProps {
  readonly problem: Problem;
  readonly node: string | undefined;
}

function ProblemEntry({ problem, node }: ProblemEntryProps) {
  const { t } = useTranslation('results');
  const { reveal } = useStudio();
  const Icon = ICONS[problem.severity];
  const { message, hint, param, start, end, location, fromRun } = problem;
  const content = (
    <>
      <Icon className={styles[problem.severity]} aria-label={t(`kind-${problem.severity}`)} />
      <span className={styles.message}>
        {message}
        {hint === undefined ? null : <span className={styles.hint}> {hint}</span>}
      </span>
      {location === undefined ? null : <DataPlace location={location} className={styles.param} />}
      {param === undefined ? null : <code className={styles.param}>{param}</code>}
      {fromRun ? <span className={styles.run}>{t('last-run')}</span> : null}
    </>
  );
  if (node === undefined) return <div className={styles.problem}>{content}</div>;
  return (
    <button
      type="button"
      className={styles.problem}
      onClick={() =>
        reveal({
          node,
          ...(param === undefined ? {} : { param }),
          ...(start === undefined ? {} : { start }),
          ...(end === undefined ? {} : { end }),
        })
      }
    >
      {content}
    </button>
  );
}
