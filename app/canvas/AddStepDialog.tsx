/** Chooses a step to add: in the middle of the window, or where a connection was dropped. */
import { Dialog } from '@base-ui/react/dialog';
import { useTranslation } from 'react-i18next';
import { useCanvas, useCanvasState } from './canvas.ts';
import type { AddPlace } from './canvas-store.ts';
import styles from './AddStepDialog.module.css';
import type { Fit } from './search-steps.ts';
import { addStep } from './step-operations.ts';
import { StepSearch } from './StepSearch.tsx';

const WIDTH = 320;
const HEIGHT = 400;

export function AddStepDialog() {
  const { t } = useTranslation('canvas');
  const canvas = useCanvas();
  const dialog = useCanvasState((state) => state.dialog);
  const place = dialog?.kind === 'add' ? dialog : undefined;
  const close = (): void => canvas.store.setState({ dialog: undefined });
  const pick = (type: string): void => {
    close();
    const step = addStep(canvas, type, place);
    if (step !== undefined) canvas.flow?.show(step, true);
  };
  return (
    <Dialog.Root open={place !== undefined} onOpenChange={(open) => (open ? undefined : close())}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop ?? ''} />
        <Dialog.Popup
          className={styles.popup ?? ''}
          style={{ width: WIDTH, height: HEIGHT, ...popupPlace(place) }}
        >
          <Dialog.Title className={styles.title ?? ''}>{t(titleKey(place))}</Dialog.Title>
          <div className={styles.body}>
            <StepSearch autoFocus fit={fitOf(place)} onPick={pick} />
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
function popupPlace(place: AddPlace | undefined): { readonly left: number; readonly top: number } {
  const [x, y] = place?.screen ?? [(innerWidth - WIDTH) / 2, innerHeight * 0.14];
  return {
    left: Math.max(8, Math.min(x, innerWidth - WIDTH - 8)),
    top: Math.max(8, Math.min(y, innerHeight - HEIGHT - 8)),
  };
}
