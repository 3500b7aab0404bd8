/** The picture of the canvas as a file, as the studio looks now: in its colours, with the rows of the last run. */
import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import i18next from 'i18next';
import { downloadBlob } from '../platform/download-blob.ts';
import { StepIcon } from '../ui/StepIcon.tsx';
import { formatCount } from '../ui/format.ts';
import { currentDocument } from './canvas.ts';
import type { Canvas } from './canvas.ts';
import { rowsOfEdge } from './edge-rows.ts';
import { canvasSvg } from './export-svg.ts';

export function downloadSvg(canvas: Canvas): void {
  const { studio } = canvas;
  const pipeline = currentDocument(canvas);
  const tokens = getComputedStyle(document.documentElement);
  const svg = canvasSvg(pipeline, studio.registry, {
    colour: (token) => tokens.getPropertyValue(`--${token}`).trim(),
    icon: createIcons(),
    rows: (edge) => {
      const rows = rowsOfEdge(studio, edge);
      return rows === undefined ? undefined : formatCount(rows.count);
    },
    incomplete: i18next.t('canvas:incomplete'),
  });
  const name = pipeline.name.replaceAll(/[^\p{L}\p{N} _-]+/gu, ' ').trim() || 'pipeline';
  downloadBlob(new Blob([svg], { type: 'image/svg+xml' }), `${name}.svg`);
}

/** The elements of icons, drawn once for each type. */
function createIcons(): (type: string) => string {
  const known = new Map<string, string>();
  return (type) => {
    const before = known.get(type);
    if (before !== undefined) return before;
    const holder = document.createElement('div');
    const root = createRoot(holder);
    flushSync(() => root.render(<StepIcon type={type} />));
    const drawn = [...(holder.querySelector('svg')?.children ?? [])]
      .map((element) => new XMLSerializer().serializeToString(element))
      .join('');
    root.unmount();
    known.set(type, drawn);
    return drawn;
  };
}
