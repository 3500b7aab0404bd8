/** A picture of the canvas, written from the document: complete, whatever is on screen. Pure. */
import type { NodeRegistry } from '../../engine/contract/node-definition.ts';
import type {
  CanvasGroup,
  CanvasNote,
  CanvasPoint,
  PipelineDocument,
} from '../../engine/document/schema.ts';
import { edgesOf } from '../document/edges.ts';
import type { Edge } from '../document/edges.ts';
import { countPlace, curvePath, edgeCurve } from './edge-path.ts';
import type { Rect } from './geometry.ts';
import { STEP_WIDTH, boundsOf, noteRect, portOffset } from './geometry.ts';
import { groupFrames, groupTree } from './groups.ts';
import { cut, escape, noteLines } from './picture-text.ts';
import { portKind, portNamePlace } from './ports.ts';
import type { PortKind } from './ports.ts';
import { positionsOf } from './positions.ts';
import { createStepViews, inputPoint, outputPoint, stepRect } from './step-view.ts';
import type { StepView } from './step-view.ts';

const MARGIN = 32;
const TEXT = 13;
const SMALL = 12;
const ICON = 20;
/** The drawing in the icon's box, and that of lucide's icons. */
const SYMBOL = ICON * 0.68;
const SYMBOL_UNITS = 24;

/** What the picture shows beside the document. */
export interface Look {
  /** Value of a colour token of the interface, as the theme has it. */
  readonly colour: (token: string) => string;
  /** SVG elements of a step type's icon, 24 by 24. */
  readonly icon: (type: string) => string;
  /** What is said of the rows that went over an edge. */
  readonly rows: (edge: Edge) => string | undefined;
  /** Stands for the summary of a step that lacks something. */
  readonly incomplete: string;
}

const GROUP_MARKS: Readonly<Record<string, string>> = {
  teal: 'category-columns',
  blue: 'category-input',
  green: 'category-output',
  amber: 'category-combine',
  purple: 'category-aggregate',
  red: 'category-quality',
};

/** Line and paper of a note. */
const NOTE_MARKS: Readonly<Record<string, readonly [string, string]>> = {
  teal: ['accent', 'accent-soft'],
  green: ['ok', 'ok-soft'],
  red: ['error', 'error-soft'],
  grey: ['soft', 'hover'],
  blue: ['soft', 'hover'],
  purple: ['soft', 'hover'],
};

export function canvasSvg(document: PipelineDocument, registry: NodeRegistry, look: Look): string {
  const { colour } = look;
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
    const name = portNamePlace(from.view.outputs, 'output', edge.sourcePort);
    return [{ curve, rows: look.rows(edge), at: countPlace(curve, name) }];
  });
  const box = [
    bounds.x - MARGIN,
    bounds.y - MARGIN,
    bounds.width + 2 * MARGIN,
    bounds.height + 2 * MARGIN,
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box.join(' ')}" width="${box[2]}" height="${box[3]}" font-family="system-ui, 'Segoe UI', 'Noto Sans', sans-serif" font-size="${TEXT}">`,
    `<title>${escape(document.name)}</title>`,
    `<rect x="${box[0]}" y="${box[1]}" width="${box[2]}" height="${box[3]}" fill="${colour('bg')}"/>`,
    ...groups.map(({ group, frame }) => groupSvg(group, frame, look)),
    ...edges.map(
      ({ curve }) =>
        `<path d="${curvePath(curve)}" fill="none" stroke="${colour('line-strong')}" stroke-width="1.6"/>`,
    ),
    ...steps.map(({ view, rect }) => stepSvg(view, rect, look)),
    ...steps.map(({ view, rect }) => portNames(view, rect, look)),
    ...edges.map(({ rows, at }) => (rows === undefined ? '' : rowsSvg(rows, at, look))),
    ...notes.map((note) => noteSvg(note, look)),
    '</svg>',
    '',
  ].join('\n');
}

function rowsSvg(rows: string, [x, y]: CanvasPoint, { colour }: Look): string {
  const halo = `stroke="${colour('bg')}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"`;
  return `<text x="${x}" y="${y}" font-size="11" text-anchor="middle" fill="${colour('soft')}" ${halo}>${escape(rows)}</text>`;
}

function stepSvg(view: StepView, { x, y, height }: Rect, look: Look): string {
  const { colour } = look;
  const mark = colour(`category-${view.type.slice(0, view.type.indexOf('.'))}`) || colour('soft');
  const [title, summary] = view.disabled
    ? [colour('faint'), colour('faint')]
    : [colour('ink'), colour('soft')];
  const room = STEP_WIDTH - 28;
  const icon = [x + 15, y + 10] as const;
  const symbol = icon.map((at) => at + (ICON - SYMBOL) / 2).join(' ');
  return [
    '<g>',
    `<title>${escape(`${view.title}: ${view.summary ?? look.incomplete}`)}</title>`,
    `<rect x="${x}" y="${y}" width="${STEP_WIDTH}" height="${height}" rx="10" fill="${colour(view.disabled ? 'bg' : 'panel')}" stroke="${colour('line-strong')}"${view.disabled ? ' stroke-dasharray="4 3"' : ''}/>`,
    `<g${view.disabled ? ' opacity="0.5"' : ''}>`,
    `<rect x="${icon[0]}" y="${icon[1]}" width="${ICON}" height="${ICON}" rx="6" fill="${mark}" fill-opacity="0.14"/>`,
    `<g transform="translate(${symbol}) scale(${SYMBOL / SYMBOL_UNITS})" fill="none" stroke="${mark}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${look.icon(view.type)}</g>`,
    '</g>',
    `<text x="${x + 43}" y="${y + 25}" font-weight="600" fill="${title}">${escape(cut(view.title, room - 28, TEXT * 1.14))}</text>`,
    `<text x="${x + 15}" y="${y + 47}" font-size="${SMALL}" fill="${summary}">${escape(cut(view.summary ?? look.incomplete, room, SMALL * 1.06))}</text>`,
    ...view.inputs.map((port, index) =>
      portSvg(
        portKind(view, 'input', port),
        x,
        y + portOffset(index, view.inputs.length, height),
        look,
      ),
    ),
    ...view.outputs.map((port, index) =>
      portSvg(
        portKind(view, 'output', port),
        x + STEP_WIDTH,
        y + portOffset(index, view.outputs.length, height),
        look,
      ),
    ),
    '</g>',
  ].join('');
}

/** The names of outputs, where a step has several: beside the edges, as on screen. */
function portNames({ outputs }: StepView, { x, y, height }: Rect, { colour }: Look): string {
  const halo = `stroke="${colour('bg')}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"`;
  return outputs
    .map((port, index) => {
      const place = portNamePlace(outputs, 'output', port);
      if (place === undefined) return '';
      const line = y + portOffset(index, outputs.length, height) + (place === 'above' ? -5 : 13);
      return `<text x="${x + STEP_WIDTH + 8}" y="${line}" font-size="10" fill="${colour('faint')}" ${halo}>${escape(port)}</text>`;
    })
    .join('');
}

function portSvg(kind: PortKind, x: number, y: number, { colour }: Look): string {
  const paint = `fill="${colour('panel')}" stroke="${colour(kind === 'rejects' ? 'warn' : 'faint')}" stroke-width="2"`;
  if (kind === 'many') {
    return `<rect x="${x - 5}" y="${y - 10}" width="10" height="20" rx="5" ${paint}/>`;
  }
  return kind === 'rows'
    ? `<circle cx="${x}" cy="${y}" r="5" ${paint}/>`
    : `<rect x="${x - 4}" y="${y - 4}" width="8" height="8" rx="1.5" transform="rotate(45 ${x} ${y})" ${paint}/>`;
}

function groupSvg(
  { title, colour: name = 'grey' }: CanvasGroup,
  { x, y, width, height }: Rect,
  { colour }: Look,
): string {
  const mark = colour(GROUP_MARKS[name] ?? 'category-code');
  return (
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="14" fill="${mark}" fill-opacity="0.06" stroke="${mark}" stroke-opacity="0.5" stroke-dasharray="4 3"/>` +
    `<text x="${x + 16}" y="${y + 21}" font-size="${SMALL}" font-weight="600" fill="${mark}">${escape(cut(title, width - 32, SMALL))}</text>`
  );
}

function noteSvg(note: CanvasNote, { colour }: Look): string {
  const { x, y, width, height } = noteRect(note);
  const [line, paper] = NOTE_MARKS[note.colour ?? ''] ?? ['warn', 'warn-soft'];
  const most = Math.max(1, Math.floor((height - 14) / 17));
  const texts = noteLines(note.text, width - 26, SMALL, most).map(
    ({ text, isHeading }, index) =>
      `<text x="${x + 13}" y="${y + 22 + index * 17}" font-size="${isHeading ? TEXT : SMALL}"${isHeading ? ' font-weight="600"' : ''} fill="${colour('ink')}">${escape(text)}</text>`,
  );
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" fill="${colour(paper)}" stroke="${colour(line)}" stroke-opacity="0.35"/>${texts.join('')}`;
}
