/** Copy, cut and paste as the browser reports them, wherever no text is meant. */
import { useEffect } from 'react';
import { useCanvas } from './canvas.ts';
import { copySelection, cutSelection, pasteText } from './clipboard-operations.ts';

/** Parts of the page in which the canvas's keys work. */
export const CANVAS_PARTS = '[data-canvas-part]';

export function useClipboard(): void {
  const canvas = useCanvas();
  useEffect(() => {
    const give = (event: ClipboardEvent, copy: typeof copySelection): void => {
      if (!isForCanvas(event) || !(getSelection()?.isCollapsed ?? true)) return;
      const copied = copy(canvas);
      if (copied === undefined) return;
      event.clipboardData?.setData('text/plain', copied);
      event.preventDefault();
    };
    const onCopy = (event: ClipboardEvent): void => give(event, copySelection);
    const onCut = (event: ClipboardEvent): void => give(event, cutSelection);
    const onPaste = (event: ClipboardEvent): void => {
      const pasted = event.clipboardData?.getData('text/plain') ?? '';
      if (!isForCanvas(event) || pasted === '') return;
      event.preventDefault();
      pasteText(canvas, pasted, canvas.flow?.pointer());
    };
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCut);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCut);
      document.removeEventListener('paste', onPaste);
    };
  }, [canvas]);
}

/** The canvas, the outline, or nothing in particular has the focus; no field does. */
function isForCanvas({ target }: ClipboardEvent): boolean {
  if (!(target instanceof Element)) return true;
  if (target.closest('input, textarea, select, [contenteditable="true"]') !== null) return false;
  const { activeElement, body } = document;
  return (
    activeElement === null || activeElement === body || activeElement.closest(CANVAS_PARTS) !== null
  );
}
