/** Where a cluster is chosen: its rows instead of those of here, and back. */
import { Laptop, Server } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { runAction } from '../../session/action-store.ts';
import { useSession, useStudio } from '../../session/studio.ts';
import { Button } from '../../ui/Button.tsx';

export function RowsThere({ isThere }: { readonly isThere: boolean }) {
  const { t } = useTranslation('results');
  const { actions, refreshPreview } = useStudio();
  const cluster = useSession((state) => state.cluster);
  if (isThere)
    return (
      <Button icon={<Laptop aria-hidden />} onClick={refreshPreview}>
        {t('rows-here')}
      </Button>
    );
  if (cluster === undefined) return null;
  return (
    <Button icon={<Server aria-hidden />} onClick={() => runAction(actions, 'cluster.preview')}>
      {t('rows-there', { name: cluster })}
    </Button>
  );
}
