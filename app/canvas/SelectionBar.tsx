/** What can be done with the selected steps. */
import {
  AlignHorizontalDistributeCenter,
  Cable,
  CircleSlash2,
  Copy,
  Group,
  Maximize2,
  Trash2,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatKeys } from '../session/action-store.ts';
import { useSession } from '../session/studio.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { Menu } from '../ui/Menu.tsx';
import { ALIGNMENTS } from './arrange.ts';
import { useCanvas } from './canvas.ts';
import styles from './CanvasTools.module.css';
import { duplicateSelection } from './clipboard-operations.ts';
import { askConnection } from './connect-operations.ts';
import { alignSelected, distributeSelected, groupSelected } from './layout-operations.ts';
import { removeSelection, toggleDisabled } from './step-operations.ts';

export function SelectionBar() {
  const { t } = useTranslation('canvas');
  const canvas = useCanvas();
  const count = useSession(({ selection }) => selection.length);
  if (count === 0) return null;
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('selection')} data-canvas-part>
      {count > 1 ? <span className={styles.count}>{t('steps', { count })}</span> : null}
      <Button kind="quiet" icon={<Cable aria-hidden />} onClick={() => askConnection(canvas)}>
        {t('connect-to')}
      </Button>
      {count > 1 ? <ArrangeMenu count={count} /> : null}
      <IconButton
        label={t('action.group')}
        keys={formatKeys('Mod+G')}
        onClick={() => groupSelected(canvas)}
      >
        <Group aria-hidden />
      </IconButton>
      <IconButton
        label={t('action.duplicate')}
        keys={formatKeys('Mod+D')}
        onClick={() => duplicateSelection(canvas)}
      >
        <Copy aria-hidden />
      </IconButton>
      <IconButton label={t('action.disable')} keys="D" onClick={() => toggleDisabled(canvas)}>
        <CircleSlash2 aria-hidden />
      </IconButton>
      <IconButton
        label={t('action.zoom-to-selection')}
        keys={formatKeys('Shift+2')}
        onClick={() => canvas.flow?.fit(canvas.studio.session.getState().selection)}
      >
        <Maximize2 aria-hidden />
      </IconButton>
      <IconButton
        label={t('action.delete')}
        keys={formatKeys('Delete')}
        onClick={() => removeSelection(canvas)}
      >
        <Trash2 aria-hidden />
      </IconButton>
    </div>
  );
}

function ArrangeMenu({ count }: { readonly count: number }) {
  const { t } = useTranslation('canvas');
  const canvas = useCanvas();
  return (
    <Menu
      trigger={
        <IconButton label={t('arrange')}>
          <AlignHorizontalDistributeCenter aria-hidden />
        </IconButton>
      }
      entries={[
        ...ALIGNMENTS.map((how) => ({
          label: t(`action.align-${how}`),
          onSelect: () => alignSelected(canvas, how),
        })),
        'separator',
        ...(['horizontal', 'vertical'] as const).map((how) => ({
          label: t(`action.distribute-${how}`),
          disabled: count < 3,
          onSelect: () => distributeSelected(canvas, how),
        })),
      ]}
    />
  );
}
