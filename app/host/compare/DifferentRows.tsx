/** Rows that differ: in a cell that does, the values of both sides, each with its sign. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DifferentRow, OutputComparison } from '../../../engine/contract/push-comparison.ts';
import { Button } from '../../ui/Button.tsx';
import { formatCount } from '../../ui/format.ts';
import styles from './Compare.module.css';

export interface DifferentRowsProps {
  readonly output: OutputComparison;
  readonly title: string;
  readonly cluster: string;
}

/** Drawn at a time: hundreds of wide rows take their time. */
const STEP = 100;

export function DifferentRows({ output, title, cluster }: DifferentRowsProps) {
  const { t } = useTranslation('cluster');
  const { columns, different, unequal } = output;
  const [shown, setShown] = useState(STEP);
  const [isNarrow, setNarrow] = useState(false);
  const differing = new Set(different.flatMap(({ cells }) => cells));
  const canNarrow = differing.size > 0 && differing.size < columns.length;
  const drawn = columns
    .map(({ name, type }, at) => ({ name, type, at }))
    .filter(({ name }) => !isNarrow || !canNarrow || differing.has(name));
  const pairs = different.filter(({ here, there }) => here && there).length;
  const all = Math.max(different.length, unequal.here + unequal.there - pairs);
  return (
    <>
      <div className={styles.tools}>
        <p className={styles.legend}>
          {t('comparison-legend')} <Sign side="here" /> {t('comparison-here')} <Sign side="there" />{' '}
          {t('comparison-there', { name: cluster })}
        </p>
        {canNarrow ? (
          <label className={styles.narrow}>
            <input
              type="checkbox"
              checked={isNarrow}
              onChange={(event) => setNarrow(event.target.checked)}
            />
            {t('comparison-only-different')}
          </label>
        ) : null}
      </div>
      <div
        className={styles.grid}
        role="region"
        aria-label={t('comparison-grid', { step: title })}
        // What is scrolled is reached by key.
        tabIndex={0}
      >
        <table>
          <thead>
            <tr>
              <th scope="col">{t('comparison-row-kind')}</th>
              {drawn.map(({ name, type }) => (
                <th key={name} scope="col" data-differs={differing.has(name)}>
                  <span>{name}</span>
                  <small>{type}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {different.slice(0, shown).map((row, index) => (
              <Row key={index} row={row} columns={drawn} cluster={cluster} />
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.tools}>
        <p className={styles.quiet}>
          {t('comparison-shown', {
            shown: formatCount(Math.min(shown, different.length)),
            all: formatCount(all),
          })}
        </p>
        {shown < different.length ? (
          <Button onClick={() => setShown(shown + STEP)}>{t('comparison-more')}</Button>
        ) : null}
      </div>
    </>
  );
}

interface RowProps {
  readonly row: DifferentRow;
  readonly columns: readonly { readonly name: string; readonly at: number }[];
  readonly cluster: string;
}

function Row({ row: { here, there, cells }, columns, cluster: name }: RowProps) {
  const { t } = useTranslation('cluster');
  const kind = here === undefined ? 'there' : there === undefined ? 'here' : 'changed';
  return (
    <tr data-kind={kind}>
      <th scope="row">
        {kind === 'changed' ? null : <Sign side={kind} />} {t(`comparison-row-${kind}`, { name })}
      </th>
      {columns.map((column) => {
        const [mine, other] = [here?.[column.at], there?.[column.at]];
        if (!cells.includes(column.name)) {
          return (
            <td key={column.name}>
              <Value value={mine === undefined ? other : mine} />
            </td>
          );
        }
        return (
          <td key={column.name} className={styles.differs}>
            <Side side="here" label={t('comparison-here')} value={mine} />
            <Side side="there" label={t('comparison-there', { name })} value={other} />
          </td>
        );
      })}
    </tr>
  );
}

interface SideProps {
  readonly side: 'here' | 'there';
  readonly label: string;
  readonly value: string | null | undefined;
}

const Side = ({ side, label, value }: SideProps) => (
  <span className={styles.side} data-side={side}>
    <Sign side={side} />
    <span className="visually-hidden">{label}: </span>
    <Value value={value} />
  </span>
);

const Sign = ({ side }: Pick<SideProps, 'side'>) => (
  <span className={styles.sign} data-side={side} aria-hidden>
    {side === 'here' ? '−' : '+'}
  </span>
);

function Value({ value }: { readonly value: string | null | undefined }) {
  const { t } = useTranslation('cluster');
  if (value === null || value === undefined) return <i>{t('comparison-null')}</i>;
  return value === '' ? (
    <i>{t('comparison-empty-text')}</i>
  ) : (
    <span className={styles.value} title={value}>
      {value}
    </span>
  );
}
