/** A column, what it is made of, and on demand what that is made of. */
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sameName } from '../../../engine/contract/schema.ts';
import { stepTitle } from '../../document/commands/steps.ts';
import type { ColumnAt, ColumnOrigin } from '../../../engine/contract/column-lineage.ts';
import { useDocument, useStudio } from '../../session/studio.ts';
import { IconButton } from '../../ui/Button.tsx';
import { StepIcon } from '../../ui/StepIcon.tsx';
import styles from './LineageTab.module.css';
import { useLineage } from './use-lineage.ts';

export const LineageEntry = ({ column }: { readonly column: ColumnOrigin }) => (
  <li className={styles.column}>
    <span className={styles.name} translate="no">
      {column.column}
    </span>
    <Origin column={column} />
  </li>
);

function Origin({ column: { from, expression } }: { readonly column: ColumnOrigin }) {
  const { t } = useTranslation('results');
  return (
    <div className={styles.origin}>
      {expression === undefined ? null : <code className={styles.expression}>{expression}</code>}
      {from.length === 0 ? (
        <span className={styles.none}>
          {t(expression === undefined ? 'lineage-source' : 'lineage-no-columns')}
        </span>
      ) : (
        <ul className={styles.sources}>
          {from.map((source) => (
            <Source key={`${source.node}.${source.port}.${source.column}`} source={source} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Source({ source }: { readonly source: ColumnAt }) {
  const { t } = useTranslation('results');
  const { select } = useStudio();
  const [open, setOpen] = useState(false);
  const title = useDocument(({ document }) => stepTitle(document, source.node));
  const type = useDocument(({ document }) => document.nodes[source.node]?.type);
  const above = useLineage(open ? `${source.node}.${source.port}` : undefined);
  const column = above.value?.find((each) => sameName(each.column, source.column));
  return (
    <li>
      <span className={styles.source} translate="no">
        <IconButton
          size="small"
          label={t(open ? 'lineage-less' : 'lineage-more', { column: source.column })}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
        </IconButton>
        <button
          type="button"
          className={styles.step}
          title={t('show-rows-of', { step: title })}
          onClick={() => select([source.node], source.port)}
        >
          {type === undefined ? null : <StepIcon type={type} size={16} />}
          {title}
        </button>
        <span className={styles.sourceColumn}>{source.column}</span>
      </span>
      {open ? (
        <div className={styles.above}>
          {column === undefined ? (
            <span className={styles.none} aria-live="polite">
              {above.error?.message ?? t('asking')}
            </span>
          ) : (
            <Origin column={column} />
          )}
        </div>
      ) : null}
    </li>
  );
}
