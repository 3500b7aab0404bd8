/** What the shown step gives: rows, profile, rejects, SQL, lineage; and problems and runs of all. */
import { Suspense, lazy, useId, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResultsTab } from '../session/session-store.ts';
import { useSession, useStudio } from '../session/studio.ts';
import { Message } from '../ui/Message.tsx';
import { PanelBoundary } from '../ui/PanelBoundary.tsx';
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
  const id = useId();
  const Panel = PANELS[tab];
  return (
    <ResultsProvider value={store}>
      <section className={styles.panel} aria-label={t('results')}>
        <Tabs id={id} tab={tab} />
        <div
          role="tabpanel"
          id={`${id}-panel`}
          aria-labelledby={`${id}-${tab}`}
          className={styles.content}
        >
          <PanelBoundary key={tab} name={t(tab)}>
            <Suspense fallback={<Message kind="loading" title={t('loading')} />}>
              <Panel />
            </Suspense>
          </PanelBoundary>
        </div>
      </section>
    </ResultsProvider>
  );
}

interface TabsProps {
  readonly id: string;
  readonly tab: ResultsTab;
}

function Tabs({ id, tab }: TabsProps) {
  const { t } = useTranslation('results');
  const { session } = useStudio();
  const open = (next: ResultsTab): void => session.setState({ tab: next });
  const onKey = (event: KeyboardEvent): void => {
    const next = tabAfter(tab, event.key);
    if (next === undefined) return;
    event.preventDefault();
    open(next);
    document.getElementById(`${id}-${next}`)?.focus();
  };
  return (
    <div role="tablist" aria-label={t('results')} className={styles.tabs} onKeyDown={onKey}>
      {TABS.map((each) => (
        <button
          key={each}
          id={`${id}-${each}`}
          type="button"
          role="tab"
          aria-selected={each === tab}
          aria-controls={each === tab ? `${id}-panel` : undefined}
          tabIndex={each === tab ? 0 : -1}
          className={styles.tab}
          onClick={() => open(each)}
        >
          {t(each)}
          {each === 'problems' ? <ProblemCount /> : null}
        </button>
      ))}
    </div>
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

/** The tab that a key goes to, as the ARIA practices have it. */
function tabAfter(tab: ResultsTab, key: string): ResultsTab | undefined {
  const at = TABS.indexOf(tab);
  switch (key) {
    case 'ArrowRight':
      return TABS[(at + 1) % TABS.length];
    case 'ArrowLeft':
      return TABS[(at + TABS.length - 1) % TABS.length];
    case 'Home':
      return TABS[0];
    case 'End':
      return TABS.at(-1);
    default:
      return undefined;
  }
}
