/** Copy, cut, paste and duplicate: steps travel as text, between tabs and into files. */
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import { formatDocument } from '../../engine/document/format.ts';
import { parseDocument } from '../../engine/document/parse.ts';
import type { CanvasPoint, PipelineDocument } from '../../engine/document/schema.ts';
import { pasteFragment } from '../document/commands/paste.ts';
import { copySteps, placeFragment } from '../document/fragment.ts';
import { announce, currentDocument, selectedSteps, text } from './canvas.ts';
import type { Canvas } from './canvas.ts';
import { noteFlowId } from './flow-ids.ts';
import { snap } from './geometry.ts';
import { markedNotes } from './layout-operations.ts';
import { removeSelection } from './step-operations.ts';

/** The selection as text, or undefined when nothing is selected that can be copied. */
export function copySelection(canvas: Canvas): string | undefined {
  const steps = selectedSteps(canvas);
  const marked = markedNotes(canvas);
  const count = steps.length + marked.length;
  if (count === 0) return undefined;
  const document = currentDocument(canvas);
  const fragment = copySteps(document, steps);
  const positions = canvas.positionsOf(document);
  const notes = (document.canvas?.notes ?? []).filter(({ id }) => marked.includes(id));
  announce(canvas, text('said.copied', { count }));
  return formatDocument({
    ...fragment,
    canvas: {
      ...fragment.canvas,
      positions: Object.fromEntries(steps.map((id) => [id, positions.get(id) ?? [0, 0]])),
      ...(notes.length === 0 ? {} : { notes }),
    },
  });
}

export function cutSelection(canvas: Canvas): string | undefined {
  const copied = copySelection(canvas);
  if (copied !== undefined) removeSelection(canvas);
  return copied;
}

/** Longer texts are not looked at. */
const LONGEST = 20_000_000;

/** The pipeline in a text; undefined: it is none or has nothing to paste; or why it cannot be read. */
export function readFragment(pasted: string): PipelineDocument | Diagnostic | undefined {
  if (pasted.length > LONGEST || !/"format"\s*:\s*"sluice\//.test(pasted.slice(0, 2000))) {
    return undefined;
  }
  const parsed = parseDocument(pasted);
  if (!parsed.ok) return parsed.diagnostics[0];
  const { nodes, canvas } = parsed.document;
  const count = Object.keys(nodes).length + (canvas?.notes?.length ?? 0);
  return count > 0 ? parsed.document : undefined;
}

/**
 * Pastes a text; one that is no pipeline changes nothing and says so.
 *
 * @param at where the upper left corner of all goes; absent: off the original by a little
 */
export function pasteText(
  canvas: Canvas,
  pasted: string,
  at: CanvasPoint | undefined,
  key: 'paste' | 'duplicate' = 'paste',
): void {
  const fragment = readFragment(pasted);
  if (fragment === undefined || 'severity' in fragment) {
    const hint =
      fragment === undefined
        ? text('not-pasted-hint')
        : text('not-pasted-why', { message: fragment.message, hint: fragment.hint ?? '' }).trim();
    canvas.studio.notify({ kind: 'info', text: text('not-pasted'), hint });
    return;
  }
  const placed = placeFragment(currentDocument(canvas), fragment, shiftOf(fragment, at));
  const notes = placed.fragment.canvas?.notes ?? [];
  const count = placed.ids.length + notes.length;
  const label = { key, values: { title: placed.ids[0] ?? '', count } };
  canvas.studio.documents.execute(pasteFragment(placed, label));
  canvas.studio.select(placed.ids);
  canvas.store.setState({ marked: notes.map(({ id }) => noteFlowId(id)) });
  announce(canvas, text('said.pasted', { count }));
}

/** How far a fragment moves for its upper left corner to come to a point. */
export function shiftOf({ canvas }: PipelineDocument, at: CanvasPoint | undefined): CanvasPoint {
  const points = [
    ...Object.values(canvas?.positions ?? {}),
    ...(canvas?.notes ?? []).map(({ position }) => position),
  ];
  if (at === undefined || points.length === 0) return [40, 40];
  const left = Math.min(...points.map(([x]) => x));
  const top = Math.min(...points.map(([, y]) => y));
  return [snap(at[0] - left), snap(at[1] - top)];
}

export function duplicateSelection(canvas: Canvas): void {
  const copied = copySelection(canvas);
  if (copied !== undefined) pasteText(canvas, copied, undefined, 'duplicate');
}

/** For menus, where no clipboard event tells. The browser may ask, or refuse. */
export async function pasteFromClipboard(canvas: Canvas): Promise<void> {
  try {
    pasteText(canvas, await navigator.clipboard.readText(), canvas.flow?.pointer());
  } catch {
    canvas.studio.notify({
      kind: 'warning',
      text: text('no-clipboard'),
      hint: text('no-clipboard-hint'),
    });
  }
}

export async function copyToClipboard(canvas: Canvas, what: 'copy' | 'cut'): Promise<void> {
  const copied = copySelection(canvas);
  if (copied === undefined) return;
  try {
    await navigator.clipboard.writeText(copied);
    if (what === 'cut') removeSelection(canvas);
  } catch {
    canvas.studio.notify({
      kind: 'warning',
      text: text('no-clipboard'),
      hint: text('no-clipboard-hint'),
    });
  }
}
