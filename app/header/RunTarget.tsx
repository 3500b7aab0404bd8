/** Where the pipeline runs. */
import { Cpu } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/studio.ts';
import { Tooltip } from '../ui/Tooltip.tsx';
import styles from './Header.module.css';

export function RunTarget() {
  const { t } = useTranslation('header');
  const engine = useSession((state) => state.engine);
  return (
    <Tooltip text={t('target-hint')}>
      <span className={styles.target}>
        <Cpu aria-hidden />
        {engine.status === 'ready'
          ? t('target-workers', { count: engine.workers })
          : t(`target-${engine.status}`)}
      </span>
    </Tooltip>
  );
}
