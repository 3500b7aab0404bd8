/** The columns that come out of a step, with what it did to them, and those that go in. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/studio.ts';
import inputs from '../../ui/inputs.module.css';
import { Message } from '../../ui/Message.tsx';
import { inputColumns } from '../form/step-schemas.ts';
import type { StepSchemas } from '../form/step-schemas.ts';
import { ColumnList } from './ColumnList.tsx';
import { countChanges, diffSchemas } from './diff-schemas.ts';
import styles from './SchemaTab.module.css';

const CHANGES = ['added', 'removed', 'retyped', 'moved'] as const;

export function SchemaTab({ schemas }: { readonly schemas: StepSchemas }) {
  const { t } = useTranslation('inspector');
  const isDone = useSession(({ check, engine }) =>
    engine.status === 'ready' ? check.status === 'done' : engine.status === 'failed',
  );
  const ports = useMemo(() => allPorts(schemas), [schemas]);
  const [chosen, setChosen] = useState<string>();
  const port = ports.find(({ key }) => key === chosen) ?? ports[0];
  const changes = useMemo(() => {
    if (port?.schema === undefined) return undefined;
    const before = port.side === 'output' ? inputColumns(schemas) : port.schema;
    return diffSchemas(before, port.schema);
  }, [port, schemas]);
  if (port === undefined) return <Message title={t('schema-none')} />;
  const counts = changes === undefined ? undefined : countChanges(changes);
  const isCompared = port.side === 'output' && schemas.inputs.length > 0;
  return (
    <div className={styles.tab}>
      <select
        className={inputs.input}
        aria-label={t('schema-port')}
        value={port.key}
        onChange={({ target }) => setChosen(target.value)}
      >
        {ports.map(({ key, side, port: name, source }) => (
          <option key={key} value={key}>
            {t(side === 'output' ? 'schema-output' : 'schema-input', { port: name, source })}
          </option>
        ))}
      </select>
      {changes === undefined || counts === undefined ? (
        <Message
          kind={isDone ? 'empty' : 'loading'}
          title={t(isDone ? 'schema-unknown' : 'schema-waiting')}
        >
          {isDone ? t('schema-unknown-hint') : undefined}
        </Message>
      ) : (
        <>
          <p className={styles.counts}>
            {t('schema-columns', { count: port.schema?.length ?? 0 })}
            {(isCompared ? CHANGES : [])
              .filter((change) => counts[change] > 0)
              .map((change) => (
                <span key={change} className={styles[change]}>
                  {t(`schema-${change}`, { count: counts[change] })}
                </span>
              ))}
          </p>
          <ColumnList changes={changes} isCompared={isCompared} target={port.source} />
        </>
      )}
    </div>
  );
}

const allPorts = ({ inputs: before, outputs }: StepSchemas) => [
  ...outputs.map((one) => ({ ...one, side: 'output' as const, key: `out ${one.port}` })),
  ...before.map((one) => ({
    ...one,
    side: 'input' as const,
    key: `in ${one.port} ${one.source}`,
  })),
];
