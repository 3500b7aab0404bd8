import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useRef } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './Button.tsx';
import styles from './Dialog.module.css';

export interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: string;
  /** Buttons at the bottom, the main one last. */
  readonly actions?: ReactNode;
  readonly width?: number;
  readonly children?: ReactNode;
}

export function Dialog({
  open,
  onClose,
  title,
  description,
  actions,
  width = 480,
  children,
}: DialogProps) {
  const { t } = useTranslation('ui');
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop ?? ''} />
        <Base.Popup
          ref={popup}
          className={styles.popup ?? ''}
          style={{ width }}
          initialFocus={() => firstControl(popup.current)}
        >
          <header className={styles.header}>
            <Base.Title className={styles.title ?? ''}>{title}</Base.Title>
          </header>
          {description === undefined ? null : (
            <Base.Description className={styles.description ?? ''}>{description}</Base.Description>
          )}
          <div className={styles.body}>{children}</div>
          {actions === undefined ? null : <footer className={styles.actions}>{actions}</footer>}
          {/* Last, so that a dialog opens with the focus on what it is about. */}
          <span className={styles.close}>
            <Base.Close render={<IconButton label={t('close')} />}>
              <X aria-hidden />
            </Base.Close>
          </span>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

const CONTROLS =
  'button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex="0"]';

/** True: the first control. A dialog that has none but its close button takes the focus itself. */
const firstControl = (popup: HTMLElement | null): HTMLElement | true =>
  popup !== null && popup.querySelectorAll(CONTROLS).length <= 1 ? popup : true;
