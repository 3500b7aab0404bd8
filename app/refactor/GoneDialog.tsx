/** What stands for the columns that a replaced source no longer has. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatType, nameKey } from '../../engine/contract/schema.ts';
import { mapColumns } from '../document/commands/columns.ts';
import { freeId, stepTitle } from '../document/commands/steps.ts';
import { outPorts } from '../document/edges.ts';
import { useDocument, useSession, useStudio } from '../session/studio.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import inputs from '../ui/inputs.module.css';
import type { GoneColumns } from './gone-columns.ts';
import { mappingStep, missedBy, suggestReplacements } from './gone-columns.ts';
import styles from './Refactor.module.css';

interface GoneDialogProps {
  readonly gone: GoneColumns;
  readonly onClose: () => void;
}

export function GoneDialog({ gone, onClose }: GoneDialogProps) {
  const { t } = useTranslation('refactor');
  const { documents, registry } = useStudio();
  const document = useDocument((state) => state.document);
  const diagnostics = useSession((state) => state.check.diagnostics);
  const [chosen, setChosen] = useState(() => suggestReplacements(gone));
  const title = stepTitle(document, gone.node);
  const missed = missedBy(diagnostics);
  const count = Object.keys(chosen).length;
  const apply = (): void => {
    const node = document.nodes[gone.node];
    const isFirst = node !== undefined && outPorts(node, registry)[0] === gone.port;
    const insert = mappingStep(document, gone, isFirst, chosen, freeId(document, 'rename'));
    documents.seal();
    documents.execute(mapColumns({ edits: [], inserts: [insert] }, title, count));
    documents.seal();
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('gone-title', { title })}
      description={t('gone-description')}
      width={640}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button kind="primary" disabled={count === 0} onClick={apply}>
            {t('map')}
          </Button>
        </>
      }
    >
      <table className={styles.gone}>
        <thead>
          <tr>
            <th scope="col">{t('gone-column')}</th>
            <th scope="col">{t('replaced-by')}</th>
            <th scope="col">{t('used-by')}</th>
          </tr>
        </thead>
        <tbody>
          {gone.gone.map(({ name, type }) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code> <span className={styles.path}>{formatType(type)}</span>
              </th>
              <td>
                <select
                  className={`${inputs.input} ${inputs.mono}`}
                  aria-label={t('replaces', { column: name })}
                  value={chosen[name] ?? ''}
                  onChange={(event) => setChosen(withChoice(chosen, name, event.target.value))}
                >
                  <option value="">{t('nothing')}</option>
                  {gone.added.map((column) => (
                    <option key={column.name} value={column.name}>
                      {column.name}
                    </option>
                  ))}
                </select>
              </td>
              <td>
                {(missed.get(nameKey(name)) ?? []).map((id) => stepTitle(document, id)).join(', ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}

/** A column stands for one gone column at most: the last choice wins. */
const withChoice = (
  chosen: Readonly<Record<string, string>>,
  name: string,
  choice: string,
): Record<string, string> =>
  Object.fromEntries([
    ...Object.entries(chosen).filter(([other, now]) => other !== name && now !== choice),
    ...(choice === '' ? [] : [[name, choice] as const]),
  ]);
