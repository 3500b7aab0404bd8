/** The stack of notices in the corner. */
import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { closeNotice } from '../session/notices.ts';
import type { Notice } from '../session/notices.ts';
import { useStudio } from '../session/studio.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import styles from './Notices.module.css';

/** Milliseconds a notice is shown; long enough to read two lines. */
const SHOWN = 6000;

const ICONS = {
  info: Info,
  success: CircleCheck,
  warning: TriangleAlert,
  error: CircleAlert,
} as const;

export function Notices() {
  const { t } = useTranslation('status');
  const notices = useStore(useStudio().notices, (state) => state.notices);
  return (
    <section className={styles.stack} aria-label={t('notices')} aria-live="polite">
      {notices.map((notice) => (
        <NoticeView key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

function NoticeView({ notice }: { readonly notice: Notice }) {
  const { t } = useTranslation('ui');
  const store = useStudio().notices;
  const { id, kind, text, hint, action, stays = kind === 'error' } = notice;
  useEffect(() => {
    if (stays) return undefined;
    const timer = setTimeout(() => closeNotice(store, id), SHOWN);
    return () => clearTimeout(timer);
  }, [store, id, stays]);
  const Icon = ICONS[kind];
  return (
    <div className={styles.notice} role={kind === 'error' ? 'alert' : undefined}>
      <Icon aria-hidden className={styles[kind]} />
      <div className={styles.text}>
        <p>{text}</p>
        {hint === undefined ? null : <p className={styles.hint}>{hint}</p>}
      </div>
      {action === undefined ? null : (
        <Button
          onClick={() => {
            closeNotice(store, id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton size="small" label={t('close')} onClick={() => closeNotice(store, id)}>
        <X aria-hidden />
      </IconButton>
    </div>
  );
}
