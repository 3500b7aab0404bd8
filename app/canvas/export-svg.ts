/** A picture of the canvas, written from the document: complete, whatever is on screen. Pure. */
import type { NodeRegistry } from '../../engine/contract/node-definition.ts';
import type { CanvasGroup, CanvasNote, PipelineDocument } from '../../engine/document/schema.ts';
import { edgesOf } from '../document/edges.ts';
import { curvePath, edgeCurve } from './edge-path.ts';
import type { Rect } from './geometry.ts';
import { STEP_WIDTH, boundsOf, portOffset } from './geometry.ts';
import { groupFrames, groupTree } from './groups.ts';
import { positionsOf } from './positions.ts';
import { createStepViews, inputPoint, outputPoint, stepRect } from './step-view.ts';
import type { StepView } from './step-view.ts';

const MARGIN = 32;
const NOTE_SIZE = [220, 120] as const;

/** Colours of a light page; a picture that stands elsewhere does not follow the theme. */
const INK = '#1b2230';
const SOFT = '#515b6d';
const LINE = '#c5ccd6';
const CATEGORY: Readonly<Record<string, string>> = {
  input: '#2f60c0',
  columns: '#0c6f79',
  rows: '#0c6f79',
  clean: '#4d7210',
  combine: '#a3520f',
  aggregate: '#7446bd',
  code: '#475467',
  quality: '#a02f74',
  flow: '#5a5fa8',
  output: '#23783f',
};

export function canvasSvg(document: PipelineDocument, registry: NodeRegistry): string {
  const positions = positionsOf(document);
  const viewOf = createStepViews(registry);
  const steps = [...positions].flatMap(([id, position]) => {
    const view = viewOf(document, id);
    return view === undefined ? [] : [{ view, position, rect: stepRect(view, position) }];
  });
  const byId = new Map(steps.map((step) => [step.view.id, step]));
  // All of it is shown: what is collapsed, too.
  const tree = groupTree(document.canvas?.groups?.map((group) => ({ ...group, collapsed: false })));
  const frames = groupFrames(tree, (id) => byId.get(id)?.rect);
  const groups = tree.outerFirst.flatMap((group) => {
    const frame = frames.get(group.id);
    return frame === undefined ? [] : [{ group, frame }];
  });
  const notes = document.canvas?.notes ?? [];
  const bounds = boundsOf([
    ...steps.map(({ rect }) => rect),
    ...groups.map(({ frame }) => frame),
    ...notes.map(noteRect),
  ]) ?? { x: 0, y: 0, width: 0, height: 0 };
  const edges = edgesOf(document, registry).flatMap((edge) => {
    const [from, to] = [byId.get(edge.source), byId.get(edge.target)];
    if (from === undefined || to === undefined) return [];
    const curve = edgeCurve(
      outputPoint(from.view, from.position, edge.sourcePort),
      inputPoint(to.view, to.position, edge.targetPort),
    );
    return [`<path d="${curvePath(curve)}" fill="none" stroke="${LINE}" stroke-width="1.6"/>`];
  });
  const box = [
    bounds.x - MARGIN,
    bounds.y - MARGIN,
    bounds.width + 2 * MARGIN,
    bounds.height + 2 * MARGIN,
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box.join(' ')}" width="${box[2]}" height="${box[3]}" font-family="system-ui, sans-serif" font-size="13">`,
    `<title>${escape(document.name)}</title>`,
    `<rect x="${box[0]}" y="${box[1]}" width="${box[2]}" height="${box[3]}" fill="#ffffff"/>`,
    ...groups.map(({ group, frame }) => groupSvg(group, frame)),
    ...edges,
    ...steps.map(({ view, rect }) => stepSvg(view, rect)),
    ...notes.map(noteSvg),
    '</svg>',
    '',
  ].join('\n');
}

function stepSvg(view: StepView, { x, y, height }: Rect): string {
  const colour = CATEGORY[view.type.slice(0, view.type.indexOf('.'))] ?? SOFT;
  const port = (left: number, index: number, count: number): string =>
    `<circle cx="${left}" cy="${y + portOffset(index, count, height)}" r="4.5" fill="#ffffff" stroke="${SOFT}" stroke-width="1.5"/>`;
  const middle = y + height / 2;
  return [
    `<g${view.disabled ? ' opacity="0.5"' : ''}>`,
    `<rect x="${x}" y="${y}" width="${STEP_WIDTH}" height="${height}" rx="10" fill="#ffffff" stroke="${LINE}"/>`,
    `<rect x="${x + 12}" y="${middle - 19}" width="14" height="14" rx="4" fill="${colour}"/>`,
    `<text x="${x + 34}" y="${middle - 7}" font-weight="600" fill="${INK}">${escape(cut(view.title, 24))}</text>`,
    `<text x="${x + 12}" y="${middle + 15}" font-size="12" fill="${SOFT}">${escape(cut(view.summary ?? '', 31))}</text>`,
    ...view.inputs.map((_, index) => port(x, index, view.inputs.length)),
    ...view.outputs.map((_, index) => port(x + STEP_WIDTH, index, view.outputs.length)),
    '</g>',
  ].join('');
}

const groupSvg = ({ title }: CanvasGroup, { x, y, width, height }: Rect): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="14" fill="#f6f7f9" stroke="${LINE}" stroke-dasharray="4 3"/>` +
  `<text x="${x + 14}" y="${y + 20}" font-size="12" font-weight="600" fill="${SOFT}">${escape(title)}</text>`;

function noteSvg(note: CanvasNote): string {
  const { x, y, width, height } = noteRect(note);
  const letters = Math.max(8, Math.floor((width - 20) / 6.4));
  const lines = wrap(note.text, letters).slice(0, Math.max(1, Math.floor((height - 16) / 17)));
  return (
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" fill="#fbf1dc" stroke="#e6d5ab"/>` +
    lines
      .map(
        (line, index) =>
          `<text x="${x + 10}" y="${y + 20 + index * 17}" font-size="12" fill="${INK}">${escape(line)}</text>`,
      )
      .join('')
  );
}

export const noteRect = ({ position: [x, y], size = NOTE_SIZE }: CanvasNote): Rect => ({
  x,
  y,
  width: size[0],
  height: size[1],
});

const cut = (text: string, letters: number): string =>
  [...text].length > letters ? `${[...text].slice(0, letters - 1).join('')}…` : text;

function wrap(text: string, letters: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines = [''];
    for (const word of paragraph.split(' ')) {
      const last = lines.at(-1) ?? '';
      if (last !== '' && last.length + 1 + word.length > letters) lines.push(word);
      else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
    }
    return lines;
  });
}

/** XML has no control characters but these three. */
const escape = (text: string): string =>
  text
    .replaceAll(/(?![\t\n\r])\p{Cc}/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
