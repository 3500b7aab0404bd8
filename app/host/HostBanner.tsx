/** That the host has stopped must not be missed: it says what is left and what to do. */
import { PlugZap } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Computer } from '../platform/computer.ts';
import { useStudio } from '../session/studio.ts';
import { Banner } from '../ui/Banner.tsx';

export function HostBanner() {
  const { computer } = useStudio();
  return computer === undefined ? null : <Stopped computer={computer} />;
}

function Stopped({ computer }: { readonly computer: Computer }) {
  const { t } = useTranslation('host');
  const isStopped = useStore(computer.store, ({ stopped }) => stopped !== undefined);
  if (!isStopped) return null;
  const text = `${t('stopped')} ${t('stopped-hint')}`;
  return <Banner kind="warning" icon={<PlugZap aria-hidden />} text={text} />;
}
