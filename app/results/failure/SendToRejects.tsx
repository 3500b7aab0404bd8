/** What to do about rows that do not fit: have the step send them to its rejects, and go on. */
import { Split } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { setParam } from '../../document/commands/params.ts';
import { useDocument, useStudio } from '../../session/studio.ts';
import { Button } from '../../ui/Button.tsx';
import { rejectParam } from './reject-param.ts';

export function SendToRejects({ step }: { readonly step: string }) {
  const { t } = useTranslation('results');
  const { documents, registry } = useStudio();
  const node = useDocument(({ document }) => document.nodes[step]);
  const isReadOnly = useDocument((state) => state.readOnly !== undefined);
  const param = node === undefined ? undefined : rejectParam(registry.get(node.type)?.params);
  if (param === undefined || node?.params[param] === 'reject') return null;
  return (
    <Button
      icon={<Split aria-hidden />}
      disabled={isReadOnly}
      title={t('send-to-rejects-hint')}
      onClick={() => {
        documents.execute(setParam(step, [param], 'reject'));
      }}
    >
      {t('send-to-rejects')}
    </Button>
  );
}
