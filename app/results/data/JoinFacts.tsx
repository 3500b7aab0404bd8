/**
 * What the shown join does to the number of rows: unmatched ones, and how many come out for each on
 * the left. Known after a run; before, it is counted on demand, without making the rows.
 */
import { Scale } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { parseInput } from '../../../engine/document/schema.ts';
import { currentCounts } from '../../session/run-store.ts';
import { useDocument, useRuns, useStudio } from '../../session/studio.ts';
import { Button } from '../../ui/Button.tsx';
import { formatCount } from '../../ui/format.ts';
import { useExactCounts } from '../rejects/use-exact-counts.ts';
import styles from './DataBar.module.css';
import { fanOut, joinFacts, joinOutputs } from './join-facts.ts';

const NO_COUNTS: ReadonlyMap<string, number> = new Map();

/** From here on, more rows come out than most people expect. */
const MANY = 1.5;

export function JoinFacts({ target }: { readonly target: string }) {
  const { t, i18n } = useTranslation('results');
  const { registry } = useStudio();
  const step = parseInput(target).node;
  const document = useDocument((state) => state.document);
  const outputs = useMemo(() => joinOutputs(document, step, registry), [document, step, registry]);
  const counted = useRuns((state) => currentCounts(state, document.nodes) ?? NO_COUNTS);
  const exact = useExactCounts();
  if (outputs === undefined) return null;
  const facts = joinFacts(outputs, exact.rows ?? counted);
  if (facts === undefined) {
    return (
      <Button
        icon={<Scale aria-hidden />}
        disabled={exact.isCounting}
        title={t('join-check-hint')}
        onClick={() => void exact.count(Object.values(outputs))}
      >
        {t(exact.isCounting ? 'counting' : 'join-check')}
      </Button>
    );
  }
  const factor = fanOut(facts);
  const number = new Intl.NumberFormat(i18n.language, { maximumSignificantDigits: 3 });
  return (
    <span className={styles.facts} data-many={factor !== undefined && factor >= MANY}>
      {factor === undefined ? null : t('join-fan-out', { factor: number.format(factor) })}
      {' · '}
      {t('join-unmatched', {
        left: formatCount(facts.leftUnmatched),
        right: formatCount(facts.rightUnmatched),
      })}
    </span>
  );
}
