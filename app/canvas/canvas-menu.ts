/** Entries of the context menu, by what was clicked. */
import type { TFunction } from 'i18next';
import { setDisabled } from '../document/commands/steps.ts';
import { edgesOf } from '../document/edges.ts';
import { formatKeys } from '../session/action-store.ts';
import type { MenuEntry } from '../ui/Menu.tsx';
import { currentDocument } from './canvas.ts';
import type { Canvas } from './canvas.ts';
import { copyToClipboard, duplicateSelection, pasteFromClipboard } from './clipboard-operations.ts';
import { askConnection, removeEdges } from './connect-operations.ts';
import { groupIdOf, noteIdOf } from './flow-ids.ts';
import { COLOURS, groupOf } from './groups.ts';
import {
  addNote,
  arrangeSteps,
  changeGroup,
  changeNote,
  groupSelected,
  leaveGroups,
  ungroupAll,
} from './layout-operations.ts';
import { askReplacement, removeSelection, renameSelected, selectAll } from './step-operations.ts';
import type { CanvasPoint } from '../../engine/document/schema.ts';

export type MenuTarget =
  | { readonly kind: 'step'; readonly id: string }
  | { readonly kind: 'edge'; readonly id: string }
  | { readonly kind: 'note'; readonly id: string }
  | { readonly kind: 'group'; readonly id: string }
  | { readonly kind: 'canvas' };

/** What a right click means; the step or item becomes selected. */
export function menuTargetAt(element: Element): MenuTarget {
  const flowId =
    element.closest<HTMLElement>('.react-flow__node')?.dataset['id'] ??
    element.closest<HTMLElement>('.react-flow__edge')?.dataset['id'];
  if (flowId === undefined) return { kind: 'canvas' };
  const note = noteIdOf(flowId);
  if (note !== undefined) return { kind: 'note', id: note };
  const group = groupIdOf(flowId);
  if (group !== undefined) return { kind: 'group', id: group };
  return { kind: flowId.includes('->') ? 'edge' : 'step', id: flowId };
}

export function menuEntries(
  canvas: Canvas,
  target: MenuTarget,
  screen: CanvasPoint,
  t: TFunction<'canvas'>,
): MenuEntry[] {
  switch (target.kind) {
    case 'step':
      return stepEntries(canvas, target.id, screen, t);
    case 'edge':
      return edgeEntries(canvas, target.id, screen, t);
    case 'note':
      return [
        { label: t('edit-note'), onSelect: () => canvas.store.setState({ editing: target.id }) },
        'separator',
        ...colourEntries(t, (colour) => changeNote(canvas, target.id, { colour })),
        'separator',
        removeEntry(canvas, t),
      ];
    case 'group':
      return [
        {
          label: t('rename-group'),
          onSelect: () =>
            canvas.store.setState({ dialog: { kind: 'rename', what: 'group', id: target.id } }),
        },
        { label: t('action.ungroup'), onSelect: () => ungroupAll(canvas, [target.id]) },
        'separator',
        ...colourEntries(t, (colour) => changeGroup(canvas, target.id, { colour })),
      ];
    case 'canvas':
      return canvasEntries(canvas, screen, t);
  }
}

const colourEntries = (t: TFunction<'canvas'>, choose: (colour: string) => void): MenuEntry[] =>
  COLOURS.map((colour) => ({ label: t(`colour.${colour}`), onSelect: () => choose(colour) }));

const removeEntry = (canvas: Canvas, t: TFunction<'canvas'>): MenuEntry => ({
  label: t('action.delete'),
  keys: formatKeys('Delete'),
  danger: true,
  onSelect: () => removeSelection(canvas),
});

function stepEntries(
  canvas: Canvas,
  id: string,
  screen: CanvasPoint,
  t: TFunction<'canvas'>,
): MenuEntry[] {
  const document = currentDocument(canvas);
  const { studio } = canvas;
  const isDisabled = document.nodes[id]?.disabled === true;
  const { selection } = studio.session.getState();
  return [
    { label: t('run-to-here'), onSelect: () => void studio.runner.runTo(id) },
    { label: t('run-from-here'), onSelect: () => void studio.runner.run(id) },
    'separator',
    { label: t('connect-to'), keys: 'C', onSelect: () => askConnection(canvas) },
    {
      label: t('action.replace'),
      keys: 'R',
      onSelect: () => askReplacement(canvas, screen),
    },
    { label: t('action.rename'), keys: 'F2', onSelect: () => renameSelected(canvas) },
    {
      label: t(isDisabled ? 'enable' : 'action.disable'),
      keys: 'D',
      onSelect: () => studio.documents.execute(setDisabled(selection, !isDisabled)),
    },
    'separator',
    {
      label: t('action.copy'),
      keys: formatKeys('Mod+C'),
      onSelect: () => void copyToClipboard(canvas, 'copy'),
    },
    {
      label: t('action.cut'),
      keys: formatKeys('Mod+X'),
      onSelect: () => void copyToClipboard(canvas, 'cut'),
    },
    {
      label: t('action.duplicate'),
      keys: formatKeys('Mod+D'),
      onSelect: () => duplicateSelection(canvas),
    },
    'separator',
    {
      label: t('action.group'),
      keys: formatKeys('Mod+G'),
      onSelect: () => groupSelected(canvas),
    },
    ...(groupOf(document, id) === undefined
      ? []
      : [{ label: t('leave-group'), onSelect: () => leaveGroups(canvas, selection) }]),
    removeEntry(canvas, t),
  ];
}

function edgeEntries(
  canvas: Canvas,
  id: string,
  screen: CanvasPoint,
  t: TFunction<'canvas'>,
): MenuEntry[] {
  const edge = edgesOf(currentDocument(canvas), canvas.studio.registry).find(
    (each) => each.id === id,
  );
  if (edge === undefined) return [];
  const at = canvas.flow?.toCanvas(screen);
  return [
    {
      label: t('insert-step'),
      onSelect: () =>
        canvas.store.setState({
          dialog: { kind: 'add', edge, screen, ...(at === undefined ? {} : { at }) },
        }),
    },
    { label: t('show-rows'), onSelect: () => canvas.studio.select([edge.source], edge.sourcePort) },
    'separator',
    {
      label: t('disconnect'),
      keys: formatKeys('Delete'),
      danger: true,
      onSelect: () => removeEdges(canvas, [edge]),
    },
  ];
}

function canvasEntries(canvas: Canvas, screen: CanvasPoint, t: TFunction<'canvas'>): MenuEntry[] {
  const at = canvas.flow?.toCanvas(screen);
  const { snaps } = canvas.store.getState();
  return [
    {
      label: t('add-step'),
      keys: 'A',
      onSelect: () =>
        canvas.store.setState({
          dialog: { kind: 'add', screen, ...(at === undefined ? {} : { at }) },
        }),
    },
    { label: t('action.note'), keys: 'N', onSelect: () => addNote(canvas, at) },
    {
      label: t('action.paste'),
      keys: formatKeys('Mod+V'),
      onSelect: () => void pasteFromClipboard(canvas),
    },
    'separator',
    { label: t('action.select-all'), keys: formatKeys('Mod+A'), onSelect: () => selectAll(canvas) },
    { label: t('action.auto-layout'), onSelect: () => void arrangeSteps(canvas) },
    { label: t('action.fit'), keys: formatKeys('Shift+1'), onSelect: () => canvas.flow?.fit() },
    {
      label: t(snaps ? 'snap-off' : 'snap-on'),
      onSelect: () => canvas.store.setState({ snaps: !snaps }),
    },
  ];
}
