/** What was compared, and what came of each output. */
import { CircleCheck, CircleDashed, GitCompareArrows } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  OutputComparison,
  PushComparison,
  SampledSource,
} from '../../../engine/contract/push-comparison.ts';
import { groupFindings } from '../../document/group-findings.ts';
import { useStepWords } from '../../session/use-step-words.ts';
import { formatCount, formatDuration } from '../../ui/format.ts';
import { StepFindings } from '../../ui/StepFindings.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import styles from './Compare.module.css';
import { DifferentRows } from './DifferentRows.tsx';

export interface ComparisonViewProps {
  readonly result: PushComparison;
  readonly cluster: string;
  readonly onClose: () => void;
}

type Verdict = 'equal' | 'different' | 'empty';

function verdictOf({ equal, rows }: OutputComparison): Verdict {
  if (!equal) return 'different';
  return rows.here === 0 ? 'empty' : 'equal';
}

export function ComparisonView({ result, cluster, onClose }: ComparisonViewProps) {
  const { t } = useTranslation('cluster');
  const words = useStepWords(t('comparison-pipeline'), onClose);
  const { outputs, sources, notes, milliseconds } = result;
  const [chosen, setChosen] = useState(
    () => (outputs.find(({ equal }) => !equal) ?? outputs[0])?.step ?? '',
  );
  const output = outputs.find(({ step }) => step === chosen);
  const groups = groupFindings(notes);
  return (
    <div className={styles.view}>
      <div className={styles.summary} data-verdict={verdictOfAll(outputs)}>
        <Summary outputs={outputs} />
        <p className={styles.times}>
          {t('comparison-times', {
            here: formatDuration(milliseconds.here),
            there: formatDuration(milliseconds.there),
            name: cluster,
          })}
        </p>
      </div>
      <Sample sources={sources} titleOf={words.titleOf} />
      {groups.length === 0 ? null : (
        <details className={styles.notes}>
          <summary>{t('comparison-notes')}</summary>
          <StepFindings summary="" hint={t('comparison-refused-hint')} groups={groups} {...words} />
        </details>
      )}
      <div className={styles.outputs}>
        <Tabs
          label={t('comparison-outputs')}
          value={chosen}
          onChange={setChosen}
          tabs={outputs.map((each) => ({
            value: each.step,
            label: words.titleOf(each.step),
            badge: <Badge verdict={verdictOf(each)} />,
          }))}
        >
          {output === undefined ? null : (
            <OutputView
              key={output.step}
              output={output}
              title={words.titleOf(output.step)}
              cluster={cluster}
            />
          )}
        </Tabs>
      </div>
    </div>
  );
}

function verdictOfAll(outputs: PushComparison['outputs']): Verdict {
  if (outputs.some(({ equal }) => !equal)) return 'different';
  return outputs.every((output) => verdictOf(output) === 'empty') ? 'empty' : 'equal';
}

function Summary({ outputs }: Pick<PushComparison, 'outputs'>) {
  const { t } = useTranslation('cluster');
  const verdict = verdictOfAll(outputs);
  const count = outputs.filter(({ equal }) => !equal).length;
  return (
    <p role="status">
      <Icon verdict={verdict} />
      {verdict === 'different'
        ? t('comparison-some-differ', { count })
        : t(`comparison-all-${verdict}`)}
    </p>
  );
}

interface SampleProps {
  readonly sources: readonly SampledSource[];
  readonly titleOf: (step: string) => string;
}

function Sample({ sources, titleOf }: SampleProps) {
  const { t } = useTranslation('cluster');
  const text = ({ step, port, rows, whole, by }: SampledSource): string => {
    const name = port === 'output' ? titleOf(step) : `${titleOf(step)} (${port})`;
    const words = t(whole ? 'comparison-source-whole' : 'comparison-source-first', {
      step: name,
      count: rows,
      rows: formatCount(rows),
    });
    return by === 'cluster' ? `${words} (${t('comparison-source-there')})` : words;
  };
  return (
    <section className={styles.sample} aria-label={t('comparison-sample')}>
      <h3>{t('comparison-sample')}</h3>
      {sources.length === 0 ? (
        <p>{t('comparison-sample-none')}</p>
      ) : (
        <ul>
          {sources.map((source) => (
            <li key={`${source.step}.${source.port}`}>{text(source)}</li>
          ))}
        </ul>
      )}
      {sources.every(({ whole }) => whole) ? null : (
        <p className={styles.quiet}>{t('comparison-only-sample')}</p>
      )}
    </section>
  );
}

function Badge({ verdict }: { readonly verdict: Verdict }) {
  const { t } = useTranslation('cluster');
  return (
    <span className={styles.badge} data-verdict={verdict}>
      <Icon verdict={verdict} />
      {t(`comparison-badge-${verdict}`)}
    </span>
  );
}

function Icon({ verdict }: { readonly verdict: Verdict }) {
  if (verdict === 'equal') return <CircleCheck aria-hidden />;
  return verdict === 'empty' ? <CircleDashed aria-hidden /> : <GitCompareArrows aria-hidden />;
}

interface OutputViewProps {
  readonly output: OutputComparison;
  readonly title: string;
  readonly cluster: string;
}

function OutputView({ output, title, cluster: name }: OutputViewProps) {
  const { t } = useTranslation('cluster');
  const { rows, unequal, order, close, casts, types, onlyHere, onlyThere } = output;
  const verdict = verdictOf(output);
  const count = (amount: number) => ({ count: amount, rows: formatCount(amount) });
  return (
    <section className={styles.output} aria-label={title}>
      {verdict === 'empty' ? <p>{t('comparison-empty')}</p> : null}
      {verdict === 'equal' ? <p>{t('comparison-equal-rows', count(rows.here))}</p> : null}
      {unequal.here + unequal.there === 0 ? null : (
        <p>
          {t('comparison-different', {
            here: formatCount(unequal.here),
            hereOf: formatCount(rows.here),
            there: formatCount(unequal.there),
            thereOf: formatCount(rows.there),
            name,
          })}
        </p>
      )}
      {close === 0 ? null : (
        <p className={styles.quiet}>{t('comparison-close-rows', count(close))}</p>
      )}
      {order === undefined ? null : (
        <p>{t('comparison-order', { by: order.by.join(', '), row: formatCount(order.row + 1) })}</p>
      )}
      {onlyHere.length === 0 ? null : (
        <p>{t('comparison-only-here', { columns: onlyHere.join(', ') })}</p>
      )}
      {onlyThere.length === 0 ? null : (
        <p>{t('comparison-only-there', { columns: onlyThere.join(', '), name })}</p>
      )}
      {types.map(({ name: column, here, there }) => (
        <p key={column}>{t('comparison-type', { column, here, there, name })}</p>
      ))}
      {casts.map(({ name: column, from, to }) => (
        <p key={column} className={styles.quiet}>
          {t('comparison-cast', { column, from, to, name })}
        </p>
      ))}
      {output.different.length === 0 ? null : (
        <DifferentRows output={output} title={title} cluster={name} />
      )}
    </section>
  );
}
