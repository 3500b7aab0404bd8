/** One query that gives the shown rows, to read and to take along. */
import { Copy } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument, useSession, useStudio } from '../../session/studio.ts';
import { Button } from '../../ui/Button.tsx';
import { AnswerMessage } from '../AnswerMessage.tsx';
import { copyText } from '../grid/copy-cells.ts';
import { useAnswer } from '../use-answer.ts';
import { useTarget } from '../use-target.ts';
import { highlightSql } from './highlight-sql.ts';
import styles from './SqlTab.module.css';

export function SqlTab() {
  const { t } = useTranslation('results');
  const studio = useStudio();
  const target = useTarget();
  const document = useDocument((state) => state.document);
  const parameters = useSession((state) => state.parameters);
  const files = useSession((state) => state.sources);
  const isReady = useSession((state) => state.engine.status === 'ready');
  const { nodes } = document;
  const answer = useAnswer(
    target === undefined || !isReady
      ? undefined
      : () => studio.engine.sql({ document, parameters, target }),
    [target, nodes, document.parameters, parameters, files, isReady],
  );
  const sql = answer.value;
  const parts = useMemo(() => (sql === undefined ? [] : highlightSql(sql)), [sql]);
  if (target === undefined || sql === undefined)
    return <AnswerMessage answer={answer} hasTarget={target !== undefined} />;
  return (
    <div className={styles.tab}>
      <div className={styles.bar}>
        <span className={styles.what}>{t('sql-hint', { target })}</span>
        <Button icon={<Copy aria-hidden />} onClick={() => void copyText(studio, sql, t)}>
          {t('copy')}
        </Button>
      </div>
      <pre
        className={styles.sql}
        tabIndex={0}
        aria-label={t('sql')}
        aria-busy={answer.status === 'loading'}
      >
        {parts.map(({ kind, text }, i) =>
          kind === 'plain' ? (
            text
          ) : (
            <span key={i} className={styles[kind]}>
              {text}
            </span>
          ),
        )}
      </pre>
    </div>
  );
}
