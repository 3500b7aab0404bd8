/** What must not be missed about keeping the pipeline: a line below the header for each. */
import { Eye, KeyRound, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { runAction } from '../session/action-store.ts';
import { useStudio, useWorkspace } from '../session/studio.ts';
import { Button } from '../ui/Button.tsx';
import { Banner } from '../ui/Banner.tsx';
import { InspectionBanner } from './InspectionBanner.tsx';

export const FileBanners = () => (
  <>
    <InspectionBanner />
    <ElsewhereBanner />
    <StorageBanner />
    <SpaceBanner />
    <LockedFilesBanner />
    <UnkeptFilesBanner />
  </>
);

function ElsewhereBanner() {
  const { t } = useTranslation('files');
  const { workspace } = useStudio();
  const isElsewhere = useWorkspace((state) => state.isElsewhere);
  if (!isElsewhere) return null;
  return (
    <Banner
      kind="info"
      icon={<Eye aria-hidden />}
      text={t('banner-elsewhere')}
      action={<Button onClick={() => void workspace.takeOver()}>{t('take-over')}</Button>}
    />
  );
}

/** That nothing is stored is said once, when there is something to lose. */
function StorageBanner() {
  const { t } = useTranslation('files');
  const { actions } = useStudio();
  const storage = useWorkspace((state) => state.storage);
  const hasContent = useWorkspace((state) => state.isStored || state.saving !== 'clean');
  const [dismissed, setDismissed] = useState<typeof storage>();
  if (storage === 'kept' || !hasContent || dismissed === storage) return null;
  return (
    <Banner
      kind="warning"
      icon={<TriangleAlert aria-hidden />}
      text={t(`banner-${storage}`)}
      action={
        <Button onClick={() => runAction(actions, 'file.save-as')}>{t('banner-save')}</Button>
      }
      onDismiss={() => setDismissed(storage)}
    />
  );
}

/** Said once, while there still is room for what matters most: the pipeline itself. */
function SpaceBanner() {
  const { t } = useTranslation('files');
  const { actions } = useStudio();
  const isScarce = useWorkspace((state) => state.isSpaceScarce && state.storage === 'kept');
  const [dismissed, setDismissed] = useState(false);
  if (!isScarce || dismissed) return null;
  return (
    <Banner
      kind="info"
      icon={<TriangleAlert aria-hidden />}
      text={t('banner-scarce')}
      action={<Button onClick={() => runAction(actions, 'file.recent')}>{t('recent')}</Button>}
      onDismiss={() => setDismissed(true)}
    />
  );
}

function LockedFilesBanner() {
  const { t } = useTranslation('files');
  const { workspace } = useStudio();
  const locked = useWorkspace((state) => state.lockedFiles);
  if (locked.length === 0) return null;
  const names = locked.map(({ path }) => path).join(', ');
  return (
    <Banner
      kind="info"
      icon={<KeyRound aria-hidden />}
      text={t('banner-locked', { count: locked.length, names })}
      action={<Button onClick={() => void workspace.unlockFiles()}>{t('allow')}</Button>}
    />
  );
}

function UnkeptFilesBanner() {
  const { t } = useTranslation('files');
  const { workspace } = useStudio();
  const unkept = useWorkspace((state) => state.unkeptFiles);
  if (unkept.length === 0) return null;
  return (
    <Banner
      kind="info"
      icon={<TriangleAlert aria-hidden />}
      text={t('banner-unkept', { count: unkept.length, names: unkept.join(', ') })}
      onDismiss={() => workspace.store.setState({ unkeptFiles: [] })}
    />
  );
}
