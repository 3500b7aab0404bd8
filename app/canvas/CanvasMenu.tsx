/** The context menu of whatever is under the pointer. */
import { useState } from 'react';
import type { MouseEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ContextMenu } from '../ui/Menu.tsx';
import type { MenuEntry } from '../ui/Menu.tsx';
import { selectedSteps, useCanvas } from './canvas.ts';
import { menuEntries, menuTargetAt } from './canvas-menu.ts';
import styles from './PipelineCanvas.module.css';

export function CanvasMenu({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('canvas');
  const canvas = useCanvas();
  const [entries, setEntries] = useState<readonly MenuEntry[]>([]);
  const look = (event: MouseEvent): void => {
    const target = menuTargetAt(event.target as Element);
    if (target.kind === 'step') {
      if (!selectedSteps(canvas).includes(target.id)) canvas.studio.select([target.id]);
    } else if (target.kind !== 'canvas') {
      const id = target.kind === 'edge' ? target.id : `${target.kind}:${target.id}`;
      canvas.store.setState({ marked: [id] });
      canvas.studio.select([]);
    }
    setEntries(menuEntries(canvas, target, [event.clientX, event.clientY], t));
  };
  return (
    <ContextMenu entries={entries}>
      <div className={styles.canvas} data-canvas-part onContextMenuCapture={look}>
        {children}
      </div>
    </ContextMenu>
  );
}
