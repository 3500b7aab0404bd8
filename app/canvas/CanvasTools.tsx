/** Buttons at the canvas's corner. */
import { useStore } from '@xyflow/react';
import { Maximize, Minus, Plus, Workflow } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatKeys } from '../session/action-store.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { useCanvas, useCanvasState } from './canvas.ts';
import styles from './CanvasTools.module.css';
import { arrangeSteps } from './layout-operations.ts';

export function CanvasTools() {
  const { t } = useTranslation('canvas');
  const canvas = useCanvas();
  const isArranging = useCanvasState((state) => state.isArranging);
  const zoom = useStore(({ transform }) => Math.round(transform[2] * 100));
  return (
    <div className={styles.tools} role="toolbar" aria-label={t('tools')}>
      <Button
        icon={<Plus aria-hidden />}
        onClick={() => canvas.store.setState({ dialog: { kind: 'add' } })}
      >
        {t('add-step')}
      </Button>
      <Button
        icon={<Workflow aria-hidden />}
        disabled={isArranging}
        aria-busy={isArranging}
        onClick={() => void arrangeSteps(canvas)}
      >
        {t('action.auto-layout')}
      </Button>
      <div className={styles.zoom}>
        <IconButton label={t('action.zoom-out')} onClick={() => canvas.flow?.zoomBy(0.8)}>
          <Minus aria-hidden />
        </IconButton>
        <button
          type="button"
          className={styles.percent}
          title={t('action.zoom-100')}
          onClick={() => canvas.flow?.zoomTo(1)}
        >
          {t('percent', { zoom })}
        </button>
        <IconButton label={t('action.zoom-in')} onClick={() => canvas.flow?.zoomBy(1.25)}>
          <Plus aria-hidden />
        </IconButton>
        <IconButton
          label={t('action.fit')}
          keys={formatKeys('Shift+1')}
          onClick={() => canvas.flow?.fit()}
        >
          <Maximize aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}
