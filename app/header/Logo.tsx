import { useTranslation } from 'react-i18next';
import styles from './Header.module.css';

export function Logo() {
  const { t } = useTranslation('header');
  return (
    <span className={styles.logo}>
      <svg viewBox="0 0 20 20" className={styles.mark} aria-hidden>
        <rect width="20" height="20" rx="4.5" fill="var(--accent)" />
        <path
          d="M3 7c2.6 0 2.6 2.4 5.2 2.4S10.8 7 13.4 7s2.2 1.6 3.6 1.6M3 12c2.6 0 2.6 2.4 5.2 2.4s2.6-2.4 5.2-2.4 2.2 1.6 3.6 1.6"
          fill="none"
          stroke="var(--accent-ink)"
          strokeWidth="1.8"
          strokeLinecap="round"
        />
      </svg>
      <span className={styles.brand}>{t('sluice')}</span>
    </span>
  );
}
