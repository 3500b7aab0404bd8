/** The bar at the top: the pipeline's name, its history, and what is done with it as a whole. */
import { Share2 } from 'lucide-react';
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { runAction } from '../session/action-store.ts';
import { useStudio } from '../session/studio.ts';
import { Button } from '../ui/Button.tsx';
import { DocumentName } from './DocumentName.tsx';
import { ExportMenu } from './ExportMenu.tsx';
import { FileMenu } from './FileMenu.tsx';
import styles from './Header.module.css';
import { HistoryButtons } from './HistoryButtons.tsx';
import { Logo } from './Logo.tsx';
import { RunButton } from './RunButton.tsx';
import { ViewMenu } from './ViewMenu.tsx';

export interface HeaderProps {
  /** Where the pipeline runs. */
  readonly place: ReactNode;
}

export function Header({ place }: HeaderProps) {
  const { t } = useTranslation('header');
  const { actions } = useStudio();
  return (
    <header className={styles.header}>
      <Logo />
      <FileMenu />
      <DocumentName />
      <HistoryButtons />
      <span className={styles.space} />
      <Suspense>{place}</Suspense>
      <RunButton />
      <ExportMenu />
      <Button icon={<Share2 aria-hidden />} onClick={() => runAction(actions, 'file.share')}>
        {t('share')}
      </Button>
      <ViewMenu />
    </header>
  );
}
