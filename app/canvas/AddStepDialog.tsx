/** Chooses a step to add or another type of one: in the middle of the window, or at the pointer. */
import { Dialog } from '@base-ui/react/dialog';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CanvasPoint } from '../../engine/document/schema.ts';
import { replacementTypes } from '../document/commands/replace-step.ts';
import { stepTitle } from '../document/commands/steps.ts';
import { useDocument } from '../session/studio.ts';
import { useCanvas, useCanvasState } from './canvas.ts';
import type { AddPlace } from './canvas-store.ts';
import styles from './AddStepDialog.module.css';
import type { Fit } from './search-steps.ts';
import { addStep, replaceType } from './step-operations.ts';
import { StepSearch } from './StepSearch.tsx';

const WIDTH = 320;
const HEIGHT = 400;

export function AddStepDialog() {
  const { t } = useTranslation('canvas');
  const canvas = useCanvas();
  const dialog = useCanvasState((state) => state.dialog);
  const asked = dialog?.kind === 'add' || dialog?.kind === 'replace' ? dialog : undefined;
  const document = useDocument((state) => state.document);
  const among = useMemo(
    () =>
      asked?.kind === 'replace'
        ? replacementTypes(document, asked.step, canvas.studio.registry)
        : undefined,
    [document, asked, canvas],
  );
  const close = (): void => canvas.store.setState({ dialog: undefined });
  const pick = (type: string): void => {
    close();
    if (asked === undefined) return;
    const step =
      asked.kind === 'add' ? addStep(canvas, type, asked) : replaceType(canvas, asked.step, type);
    if (step !== undefined) canvas.flow?.show(step, true);
  };
  const place = asked?.kind === 'add' ? asked : undefined;
  return (
    <Dialog.Root open={asked !== undefined} onOpenChange={(open) => (open ? undefined : close())}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop ?? ''} />
        <Dialog.Popup
          className={styles.popup ?? ''}
          style={{ width: WIDTH, height: HEIGHT, ...popupPlace(asked?.screen) }}
        >
          <Dialog.Title className={styles.title ?? ''}>
            {asked?.kind === 'replace'
              ? t('replace-title', { title: stepTitle(document, asked.step) })
              : t(titleKey(place))}
          </Dialog.Title>
          {asked?.kind === 'replace' ? <p className={styles.hint}>{t('replace-hint')}</p> : null}
          <div className={styles.body}>
            <StepSearch autoFocus fit={fitOf(place)} among={among} onPick={pick} />
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function titleKey(place: AddPlace | undefined): string {
  if (place?.edge !== undefined) return 'insert-step';
  return place?.from === undefined ? 'add-step' : 'connect-new-step';
}

function fitOf(place: AddPlace | undefined): Fit {
  if (place?.edge !== undefined) return 'through';
  if (place?.from === undefined) return 'all';
  return place.from.side === 'output' ? 'input' : 'output';
}

/** Beside the pointer, inside the window. */
function popupPlace(screen: CanvasPoint | undefined): {
  readonly left: number;
  readonly top: number;
} {
  const [x, y] = screen ?? [(innerWidth - WIDTH) / 2, innerHeight * 0.14];
  return {
    left: Math.max(8, Math.min(x, innerWidth - WIDTH - 8)),
    top: Math.max(8, Math.min(y, innerHeight - HEIGHT - 8)),
  };
}
