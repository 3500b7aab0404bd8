/** Says that a file is open to be looked at alone, why, and what can be done. */
import { Eye, TriangleAlert } from 'lucide-react';
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canCopy } from '../session/workspace/inspect-text.ts';
import type { Inspection } from '../session/workspace/inspect-text.ts';
import { useStudio, useWorkspace } from '../session/studio.ts';
import { Button } from '../ui/Button.tsx';
import { Banner } from '../ui/Banner.tsx';

const InspectionDialog = lazy(async () => ({
  default: (await import('./InspectionDialog.tsx')).InspectionDialog,
}));

export function InspectionBanner() {
  const inspection = useWorkspace((state) => state.inspection);
  return inspection === undefined ? null : <Shown key={inspection.text} inspection={inspection} />;
}

function Shown({ inspection }: { readonly inspection: Inspection }) {
  const { t } = useTranslation('files');
  const { workspace } = useStudio();
  const [isAsking, setIsAsking] = useState(false);
  const { kind, isDrawn, name, diagnostics } = inspection;
  const count = diagnostics.length;
  const isDamaged = kind === 'damaged';
  return (
    <>
      <Banner
        kind={isDamaged ? 'warning' : 'info'}
        icon={isDamaged ? <TriangleAlert aria-hidden /> : <Eye aria-hidden />}
        text={t(isDrawn ? `inspected-${kind}` : `inspected-${kind}-whole`, { name, count })}
        action={
          <>
            {isDrawn ? (
              <Button onClick={() => setIsAsking(true)}>{t('inspected-details')}</Button>
            ) : null}
            {canCopy(inspection) ? (
              <Button onClick={() => void workspace.editCopy()}>{t('edit-copy')}</Button>
            ) : null}
            <Button onClick={() => void workspace.closeInspected()}>{t('close-file')}</Button>
          </>
        }
      />
      {isAsking ? (
        <Suspense>
          <InspectionDialog inspection={inspection} onClose={() => setIsAsking(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
