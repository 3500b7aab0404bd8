/** What the shown step gives: rows, profile, rejects, SQL, lineage; and problems and runs of all. */
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResultsTab } from '../session/session-store.ts';
import { useSession, useStudio } from '../session/studio.ts';
import { Message } from '../ui/Message.tsx';
import { PanelBoundary } from '../ui/PanelBoundary.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import { DataTab } from './data/DataTab.tsx';
import { ProblemsTab } from './problems/ProblemsTab.tsx';
import { useProblems } from './problems/use-problems.ts';
import { ResultsProvider, createResultsStore } from './results-store.ts';
import styles from './ResultsPanel.module.css';

const TABS = ['data', 'profile', 'rejects', 'sql', 'lineage', 'problems', 'runs'] as const;

// What is not seen at first is loaded when it is.
const lazily = (load: () => Promise<() => React.ReactNode>) =>
  lazy(async () => ({ default: await load() }));
const PANELS: Readonly<Record<ResultsTab, React.ComponentType>> = {
  data: DataTab,
  problems: ProblemsTab,
  profile: lazily(async () => (await import('./profile/ProfileTab.tsx')).ProfileTab),
  rejects: lazily(async () => (await import('./rejects/RejectsTab.tsx')).RejectsTab),
  sql: lazily(async () => (await import('./sql/SqlTab.tsx')).SqlTab),
  lineage: lazily(async () => (await import('./lineage/LineageTab.tsx')).LineageTab),
  runs: lazily(async () => (await import('./runs/RunsTab.tsx')).RunsTab),
};

export function ResultsPanel() {
  const { t } = useTranslation('results');
  const [store] = useState(createResultsStore);
  const tab = useSession((state) => state.tab);
  const { session } = useStudio();
  const Panel = PANELS[tab];
  return (
    <ResultsProvider value={store}>
      <section className={styles.panel} aria-label={t('results')}>
        <Tabs
          label={t('results')}
          value={tab}
          onChange={(next) => session.setState({ tab: next })}
          tabs={TABS.map((each) => ({
            value: each,
            label: t(each),
            badge: each === 'problems' ? <ProblemCount /> : null,
          }))}
        >
          <PanelBoundary key={tab} name={t(tab)}>
            <Suspense fallback={<Message kind="loading" title={t('loading')} />}>
              <Panel />
            </Suspense>
          </PanelBoundary>
        </Tabs>
      </section>
    </ResultsProvider>
  );
}

/** Errors and warnings; not part of the tab's name. */
function ProblemCount() {
  const problems = useProblems();
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.filter(({ severity }) => severity === 'warning').length;
  if (errors + warnings === 0) return null;
  return (
    <span className={errors > 0 ? styles.errors : styles.warnings} aria-hidden>
      {errors + warnings}
    </span>
  );
}
