/** ECharts, as far as charts need it: drawing into an element and giving the picture away. */
import { BarChart, LineChart, PieChart, ScatterChart } from 'echarts/charts';
import {
  GridComponent,
  LegendComponent,
  TitleComponent,
  TooltipComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import type { EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { ChartLook } from './chart-option.ts';

use([
  BarChart,
  LineChart,
  PieChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  TitleComponent,
  TooltipComponent,
  SVGRenderer,
]);

export type Chart = EChartsType;

export const drawChart = (host: HTMLElement): Chart =>
  init(host, undefined, { renderer: 'svg', useDirtyRect: false });

const PALETTE = [
  '--accent',
  '--category-combine',
  '--category-input',
  '--category-aggregate',
  '--category-output',
  '--category-quality',
  '--category-clean',
  '--category-flow',
];

/** Colours of the theme that is on. */
export function lookOf(): ChartLook {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    palette: PALETTE.map(token),
    ink: token('--ink'),
    soft: token('--soft'),
    line: token('--line'),
    background: token('--panel'),
    // ECharts writes it into an attribute as it is.
    font: token('--sans').replaceAll('"', "'"),
  };
}

export function svgOf(chart: Chart): Blob {
  const url = chart.getDataURL({ type: 'svg' });
  const text = decodeURIComponent(url.slice(url.indexOf(',') + 1));
  return new Blob([text], { type: 'image/svg+xml' });
}

/** Pixels of the picture for one of the screen. */
const SHARPNESS = 2;

/** Undefined when the browser cannot make it. */
export async function pngOf(chart: Chart): Promise<Blob | undefined> {
  const image = new Image();
  const url = URL.createObjectURL(svgOf(chart));
  image.src = url;
  try {
    await image.decode();
  } catch {
    return undefined;
  } finally {
    URL.revokeObjectURL(url);
  }
  const canvas = document.createElement('canvas');
  canvas.width = chart.getWidth() * SHARPNESS;
  canvas.height = chart.getHeight() * SHARPNESS;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/png'));
}
