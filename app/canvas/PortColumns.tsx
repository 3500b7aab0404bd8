/** The columns at a port, in words. */
import { useTranslation } from 'react-i18next';
import { useDocument, useSession, useStudio } from '../session/studio.ts';
import styles from './ConnectDialog.module.css';
import type { PortAt } from './connect-rules.ts';
import { columnWords, outputsAt, schemaAt } from './ports.ts';

/** More would not be heard to the end. */
const NAMED = 8;

export function PortColumns({ port }: { readonly port: PortAt }) {
  const { t } = useTranslation('canvas');
  const { registry } = useStudio();
  const step = useDocument(({ document }) => outputsAt(document, registry, port)[0]?.step);
  const output = useDocument(({ document }) => outputsAt(document, registry, port)[0]?.port);
  const schema = useSession(({ check }) =>
    step === undefined || output === undefined
      ? undefined
      : schemaAt(check.schemas, { step, port: output }),
  );
  if (schema === undefined) return null;
  const rest = schema.length - NAMED;
  return (
    <span className={styles.columns}>
      {t('columns-named', { count: schema.length, names: columnWords(schema, NAMED) })}
      {rest > 0 ? ` ${t('more-columns', { count: rest })}` : null}
    </span>
  );
}
