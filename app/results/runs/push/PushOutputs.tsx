/** Where the rows of each output go, whether they are there, and a look at them. */
import { Eye, Laptop, Server } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Computer, Push } from '../../../platform/computer.ts';
import { hasEnded } from '../../../platform/pushes.ts';
import { previewThere } from '../../../session/preview-there.ts';
import { targetOf } from '../../../session/shown-target.ts';
import { useDocument, useStudio } from '../../../session/studio.ts';
import { useStepTitle } from '../../../session/use-step-title.ts';
import { Button } from '../../../ui/Button.tsx';
import { formatBytes, formatCount } from '../../../ui/format.ts';
import details from '../RunDetails.module.css';
import styles from './Push.module.css';

interface PushOutputsProps {
  readonly push: Push;
  readonly computer: Computer;
}

export function PushOutputs({ push, computer }: PushOutputsProps) {
  const { t } = useTranslation('cluster');
  if (push.outputs.length === 0) return null;
  return (
    <div className={details.wide}>
      <table className={`${details.table} ${styles.outputs}`}>
        <caption>{t('outputs')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('output')}</th>
            <th scope="col">{t('target')}</th>
            <th scope="col" className={details.number}>
              {t('rows')}
            </th>
            <th />
          </tr>
        </thead>
        <tbody>
          {push.outputs.map((output) => (
            <Row key={output.step} push={push} computer={computer} output={output} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({
  push,
  computer,
  output: { step, target, place, written },
}: PushOutputsProps & { readonly output: Push['outputs'][number] }) {
  const { t } = useTranslation('cluster');
  const studio = useStudio();
  const titleOf = useStepTitle();
  const document = useDocument((state) => state.document);
  const rows = targetOf(document, step, undefined, studio.registry);
  const Icon = place === 'cluster' ? Server : Laptop;
  const isKnown = computer.store.getState().clusters?.some(({ name }) => name === push.connection);
  return (
    <tr>
      <th scope="row">{titleOf(step)}</th>
      <td>
        <span className={styles.target}>
          <Icon aria-hidden />
          <code title={target}>{target}</code>
          {place === 'preview' ? null : <small>{t(`goes-${place}`)}</small>}
        </span>
      </td>
      <td className={details.number}>
        {written === undefined
          ? t(hasEnded(push) ? 'not-written' : 'not-yet')
          : [
              ...(written.rows === undefined ? [] : [formatCount(written.rows)]),
              ...(written.bytes === undefined ? [] : [formatBytes(written.bytes)]),
              ...(written.rows === undefined && written.bytes === undefined
                ? [t('rows-unknown')]
                : []),
            ].join(' · ')}
      </td>
      <td>
        {rows === undefined || isKnown !== true ? null : (
          <Button
            kind="quiet"
            icon={<Eye aria-hidden />}
            aria-label={t('rows-of-step-named', { step: titleOf(step), name: push.connection })}
            onClick={() => {
              studio.select([step]);
              void previewThere(studio, computer, push.connection, rows);
            }}
          >
            {t('rows-of-step')}
          </Button>
        )}
      </td>
    </tr>
  );
}
