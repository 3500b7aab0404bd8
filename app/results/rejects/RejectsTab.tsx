/** Rows that fell out on the way to the shown step, and whether every row is accounted for. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { stepTitle } from '../../document/commands/steps.ts';
import { upstreamOf } from '../../document/edges.ts';
import { currentCounts } from '../../session/run-store.ts';
import { shownStep } from '../../session/session-store.ts';
import { useDocument, useRuns, useSession, useStudio } from '../../session/studio.ts';
import { Button } from '../../ui/Button.tsx';
import { formatCount } from '../../ui/format.ts';
import { Message } from '../../ui/Message.tsx';
import { StepIcon } from '../../ui/StepIcon.tsx';
import type { Balance } from './conservation.ts';
import { balances, isCounted, outputsOf } from './conservation.ts';
import styles from './RejectsTab.module.css';
import { useExactCounts } from './use-exact-counts.ts';

const NO_COUNTS: ReadonlyMap<string, number> = new Map();

export function RejectsTab() {
  const { t } = useTranslation('results');
  const { registry } = useStudio();
  const step = useSession(shownStep);
  const document = useDocument((state) => state.document);
  const runCounts = useRuns((state) => currentCounts(state, document.nodes) ?? NO_COUNTS);
  const exact = useExactCounts();
  const counts = exact.rows ?? runCounts;
  const found = useMemo(() => {
    const above = step === undefined ? undefined : upstreamOf(document, step);
    const steps = Object.keys(document.nodes).filter(
      (id) => above === undefined || id === step || above.has(id),
    );
    return balances(document, steps, counts, registry);
  }, [document, step, counts, registry]);
  if (found.length === 0) return <Message title={t('no-rejects')}>{t('no-rejects-hint')}</Message>;
  return (
    <div className={styles.tab}>
      <div className={styles.bar}>
        <p className={styles.hint}>{t(exact.rows ? 'rejects-counted' : 'rejects-hint')}</p>
        {found.every(isCounted) ? null : (
          <Button disabled={exact.isCounting} onClick={() => void exact.count(outputsOf(found))}>
            {t(exact.isCounting ? 'counting' : 'count-rows')}
          </Button>
        )}
      </div>
      {found.map((balance) => (
        <BalanceRow key={balance.node} balance={balance} />
      ))}
    </div>
  );
}

function BalanceRow({ balance }: { readonly balance: Balance }) {
  const { t } = useTranslation('results');
  const { session, select } = useStudio();
  const { node, rowsIn, outputs, balanced } = balance;
  const title = useDocument(({ document }) => stepTitle(document, node));
  const type = useDocument(({ document }) => document.nodes[node]?.type ?? '');
  const show = (port: string): void => {
    select([node], port);
    session.setState({ tab: 'data' });
  };
  return (
    <section className={styles.step} aria-label={title}>
      <h3 className={styles.title} translate="no">
        <StepIcon type={type} size={18} />
        {title}
      </h3>
      <div className={styles.sum}>
        {rowsIn === undefined ? null : (
          <>
            <span className={styles.count}>
              <b>{formatCount(rowsIn)}</b> {t('rows-in')}
            </span>
            <span className={styles.sign}>{balanced === false ? '≠' : '='}</span>
          </>
        )}
        {outputs.map(({ port, rows }, i) => (
          <span key={port} className={styles.part}>
            {i === 0 ? null : <span className={styles.sign}>+</span>}
            <button
              type="button"
              className={`${styles.port} ${i > 0 && (rows ?? 0) > 0 ? styles.lost : ''}`}
              title={t('show-port', { port })}
              onClick={() => show(port)}
            >
              <b>{rows === undefined ? '?' : formatCount(rows)}</b>{' '}
              <span translate="no">{port}</span>
            </button>
          </span>
        ))}
        {balanced === undefined ? null : (
          <span className={balanced ? styles.ok : styles.wrong}>
            {t(balanced ? 'balanced' : 'unbalanced')}
          </span>
        )}
      </div>
    </section>
  );
}
