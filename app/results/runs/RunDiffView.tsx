/** What is different from the run before, an output a line: rows, columns, nulls. */
import { useTranslation } from 'react-i18next';
import { parseInput } from '../../../engine/document/schema.ts';
import { stepTitle } from '../../document/commands/steps.ts';
import { MOST_VALUES } from '../../session/count-rows.ts';
import { useDocument } from '../../session/studio.ts';
import { formatCount } from '../../ui/format.ts';
import type { OutputDiff, RunDiff, SchemaChange } from './diff-runs.ts';
import styles from './RunDiff.module.css';

export function RunDiffView({ diff }: { readonly diff: RunDiff }) {
  const { outputs, same, hasNulls, hasManyValues } = diff;
  const { t } = useTranslation('results');
  return (
    <section className={styles.diff} aria-label={t('changes')}>
      <h3>{t('changes')}</h3>
      {outputs.length === 0 ? (
        <p className={styles.same}>
          {t('no-changes', { count: same })} {hasNulls ? t('no-null-changes') : null}
        </p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              {(['output', 'rows-heading', 'columns', 'nulls'] as const).map((name) => (
                <th key={name} scope="col">
                  {t(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {outputs.map((output) => (
              <OutputRow key={output.output} diff={output} />
            ))}
          </tbody>
        </table>
      )}
      {hasManyValues ? (
        <p className={styles.same}>{t('nulls-left', { most: formatCount(MOST_VALUES) })}</p>
      ) : null}
    </section>
  );
}

function OutputRow({ diff: { output, rows, schema, nulls } }: { readonly diff: OutputDiff }) {
  const { t } = useTranslation('results');
  const { node, port } = parseInput(output);
  const title = useDocument(({ document }) => stepTitle(document, node));
  return (
    <tr>
      <th scope="row">
        {title}
        {port === undefined || port === 'output' ? null : <small>{port}</small>}
      </th>
      <td>{rows === undefined ? <Same /> : <Counts {...rows} />}</td>
      <td>{schema === undefined ? <Same /> : <Columns change={schema} />}</td>
      <td>
        {nulls === undefined ? (
          <span className={styles.same} title={t('nulls-not-counted')}>
            –
          </span>
        ) : nulls.length === 0 ? (
          <Same />
        ) : (
          <ul>
            {nulls.map(({ column, before, after }) => (
              <li key={column} title={t('null-change', { column, before, after })}>
                <code>{column}</code> <Counts before={before} after={after} />
              </li>
            ))}
          </ul>
        )}
      </td>
    </tr>
  );
}

const Same = () => <span className={styles.same}>=</span>;

interface CountsProps {
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** `10 → 12 +2`. Neither is good or bad by itself. */
function Counts({ before, after }: CountsProps) {
  const text = (count: number | undefined): string =>
    count === undefined ? '–' : formatCount(count);
  return (
    <span className={styles.counts}>
      {text(before)} → {text(after)}
      {before === undefined || after === undefined ? null : (
        <b className={after < before ? styles.less : styles.more}>
          {after > before ? '+' : '−'}
          {formatCount(Math.abs(after - before))}
        </b>
      )}
    </span>
  );
}

function Columns({ change: { added, removed, retyped } }: { readonly change: SchemaChange }) {
  return (
    <ul>
      {added.map((name) => (
        <li key={`+${name}`} className={styles.more}>
          + {name}
        </li>
      ))}
      {removed.map((name) => (
        <li key={`-${name}`} className={styles.less}>
          − {name}
        </li>
      ))}
      {retyped.map(({ column, before, after }) => (
        <li key={column}>
          <code>{column}</code> {before} → {after}
        </li>
      ))}
    </ul>
  );
}
