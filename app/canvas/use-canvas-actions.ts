/** What can be done on the canvas, for the command palette, shortcuts and menus. */
import { useTranslation } from 'react-i18next';
import { useActions } from '../session/actions.ts';
import type { Action } from '../session/action-store.ts';
import { DUPLICATE, GROUP, UNGROUP } from '../session/shortcuts.ts';
import { ALIGNMENTS } from './arrange.ts';
import { selectedSteps, useCanvas } from './canvas.ts';
import type { Canvas } from './canvas.ts';
import { copyToClipboard, duplicateSelection, pasteFromClipboard } from './clipboard-operations.ts';
import { askConnection } from './connect-operations.ts';
import {
  addNote,
  alignSelected,
  arrangeSteps,
  distributeSelected,
  groupSelected,
  selectedGroups,
  ungroupAll,
} from './layout-operations.ts';
import {
  askReplacement,
  removeSelection,
  renameSelected,
  selectAll,
  toggleDisabled,
} from './step-operations.ts';
import { CANVAS_PARTS } from './use-clipboard.ts';

interface Entry {
  readonly name: string;
  readonly keys?: string;
  /** The keys mean something else outside of the canvas. */
  readonly isLocal?: boolean;
  /** How many steps have to be selected. */
  readonly steps?: number;
  readonly isEnabled?: () => boolean;
  readonly run: () => void;
}

export function useCanvasActions(): void {
  const { t } = useTranslation('canvas');
  const canvas = useCanvas();
  useActions(
    entries(canvas).map(({ name, keys, isLocal, steps, isEnabled, run }): Action => ({
      id: `canvas.${name}`,
      title: t(`action.${name}`),
      group: t('actions'),
      ...(keys === undefined ? {} : { keys }),
      ...(isLocal === true ? { within: CANVAS_PARTS } : {}),
      isEnabled: () =>
        selectedSteps(canvas).length >= (steps ?? 0) && (isEnabled === undefined || isEnabled()),
      run,
    })),
  );
}

function entries(canvas: Canvas): Entry[] {
  const { store } = canvas;
  const hasSelection = (): boolean =>
    selectedSteps(canvas).length + store.getState().marked.length > 0;
  return [
    {
      name: 'add-step',
      keys: 'A',
      isLocal: true,
      run: () => store.setState({ dialog: { kind: 'add' } }),
    },
    { name: 'connect', keys: 'C', isLocal: true, steps: 1, run: () => askConnection(canvas) },
    {
      name: 'delete',
      keys: 'Delete',
      isLocal: true,
      isEnabled: hasSelection,
      run: () => removeSelection(canvas),
    },
    { name: 'rename', keys: 'F2', isLocal: true, steps: 1, run: () => renameSelected(canvas) },
    { name: 'replace', keys: 'R', isLocal: true, steps: 1, run: () => askReplacement(canvas) },
    { name: 'disable', keys: 'D', isLocal: true, steps: 1, run: () => toggleDisabled(canvas) },
    {
      name: 'duplicate',
      keys: DUPLICATE,
      isEnabled: hasSelection,
      run: () => duplicateSelection(canvas),
    },
    { name: 'copy', isEnabled: hasSelection, run: () => void copyToClipboard(canvas, 'copy') },
    { name: 'cut', isEnabled: hasSelection, run: () => void copyToClipboard(canvas, 'cut') },
    { name: 'paste', run: () => void pasteFromClipboard(canvas) },
    { name: 'select-all', keys: 'Mod+A', isLocal: true, run: () => selectAll(canvas) },
    { name: 'group', keys: GROUP, steps: 1, run: () => groupSelected(canvas) },
    {
      name: 'ungroup',
      keys: UNGROUP,
      isEnabled: () => selectedGroups(canvas).length > 0,
      run: () => ungroupAll(canvas, selectedGroups(canvas)),
    },
    { name: 'note', keys: 'N', isLocal: true, run: () => addNote(canvas, canvas.flow?.pointer()) },
    { name: 'fit', keys: 'Shift+1', isLocal: true, run: () => canvas.flow?.fit() },
    {
      name: 'zoom-to-selection',
      keys: 'Shift+2',
      isLocal: true,
      steps: 1,
      run: () => canvas.flow?.fit(selectedSteps(canvas)),
    },
    { name: 'zoom-in', run: () => canvas.flow?.zoomBy(1.25) },
    { name: 'zoom-out', run: () => canvas.flow?.zoomBy(0.8) },
    { name: 'zoom-100', run: () => canvas.flow?.zoomTo(1) },
    { name: 'snap', run: () => store.setState(({ snaps }) => ({ snaps: !snaps })) },
    { name: 'auto-layout', keys: 'Shift+L', isLocal: true, run: () => void arrangeSteps(canvas) },
    ...ALIGNMENTS.map((how) => ({
      name: `align-${how}`,
      steps: 2,
      run: () => alignSelected(canvas, how),
    })),
    ...(['horizontal', 'vertical'] as const).map((how) => ({
      name: `distribute-${how}`,
      steps: 3,
      run: () => distributeSelected(canvas, how),
    })),
    {
      name: 'export-svg',
      run: () => void import('./download-svg.tsx').then(({ downloadSvg }) => downloadSvg(canvas)),
    },
  ];
}
