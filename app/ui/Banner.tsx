/** A line below the header. */
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './Button.tsx';
import styles from './Banner.module.css';

export interface BannerProps {
  readonly kind: 'info' | 'warning';
  readonly icon: ReactNode;
  readonly text: string;
  readonly action?: ReactNode;
  readonly onDismiss?: () => void;
}

export function Banner({ kind, icon, text, action, onDismiss }: BannerProps) {
  const { t } = useTranslation('ui');
  return (
    <div
      className={`${styles.banner} ${styles[kind]}`}
      role={kind === 'warning' ? 'alert' : 'note'}
    >
      {icon}
      <span className={styles.text}>{text}</span>
      {action}
      {onDismiss === undefined ? null : (
        <IconButton size="small" label={t('dismiss')} onClick={onDismiss}>
          <X aria-hidden />
        </IconButton>
      )}
    </div>
  );
}
