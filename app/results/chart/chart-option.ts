/** A chart's points as ECharts takes them. Pure: colours and sizes are given. */
import type { ColumnType, Schema } from '../../../engine/contract/schema.ts';
import { isNumeric } from '../../../engine/contract/schema.ts';
import type { Cell } from '../../../engine/values/cell.ts';
import { formatCell } from '../../../engine/values/cell.ts';
import type { Point, Reduction, Series, Slice } from './reduce-points.ts';
import { gatherSlices, reducePoints } from './reduce-points.ts';

export interface ChartSpec {
  readonly mark: 'bar' | 'line' | 'area' | 'point' | 'pie';
  readonly x: string;
  readonly y?: string | undefined;
  readonly colour?: string | undefined;
  readonly title?: string | undefined;
}

export interface ChartLook {
  readonly palette: readonly string[];
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly background: string;
  readonly font: string;
}

type Scale = 'category' | 'value' | 'time';

/** What is drawn, and what was left out for it. */
export interface ChartPicture {
  readonly option: Record<string, unknown>;
  /** Points, or slices of a pie, that are drawn. */
  readonly drawn: number;
  readonly how: Reduction;
}

const TIMES: ReadonlySet<string> = new Set([
  'DATE',
  'TIMESTAMP',
  'TIMESTAMP_S',
  'TIMESTAMP_MS',
  'TIMESTAMP_NS',
  'TIMESTAMP WITH TIME ZONE',
]);

/** Bars stand beside each other, one for each value; other marks have their place on a scale. */
export function scaleOf(type: ColumnType, mark: ChartSpec['mark']): Scale {
  if (mark === 'bar' || mark === 'pie') return 'category';
  if (isNumeric(type)) return 'value';
  return type.kind === 'scalar' && TIMES.has(type.name) ? 'time' : 'category';
}

/**
 * @param schema of the points: X, the colour if there is one, Y
 * @param rows the points
 */
export function chartOption(
  spec: ChartSpec,
  schema: Schema,
  rows: readonly (readonly Cell[])[],
  look: ChartLook,
  /** The name of what stands for many small slices. */
  others: (count: number) => string,
): ChartPicture {
  const x = schema[0];
  const value = schema.length - 1;
  const scale = x === undefined ? 'category' : scaleOf(x.type, spec.mark);
  const all = seriesOf(rows, scale, schema.length > 2 ? 1 : undefined, value);
  const { series, how } = reducePoints(all, REDUCTIONS[spec.mark]);
  const drawn = series.reduce((sum, { points }) => sum + points.length, 0);
  const yName = schema[value]?.name ?? '';
  const text = { color: look.soft, fontFamily: look.font, fontSize: 11 };
  const common = {
    animation: false,
    color: look.palette,
    backgroundColor: look.background,
    textStyle: text,
    ...(spec.title === undefined
      ? {}
      : {
          title: {
            text: spec.title,
            left: 12,
            top: 6,
            textStyle: { color: look.ink, fontFamily: look.font, fontSize: 14, fontWeight: 600 },
          },
        }),
    tooltip: {
      trigger: spec.mark === 'pie' || spec.mark === 'point' ? 'item' : 'axis',
      backgroundColor: look.background,
      borderColor: look.line,
      textStyle: { color: look.ink, fontFamily: look.font, fontSize: 12 },
      confine: true,
    },
    ...(series.length > 1 || spec.mark === 'pie'
      ? { legend: { type: 'scroll', right: 84, top: 8, textStyle: text } }
      : {}),
  };
  if (spec.mark === 'pie') {
    const gathered = gatherSlices(slicesOf(rows, value), others);
    const option = { ...common, series: [pie(gathered.slices, look, text)] };
    return { option, drawn: gathered.slices.length, how: gathered.how };
  }
  const top = spec.title === undefined ? 42 : 58;
  const axis = {
    axisLabel: text,
    axisLine: { lineStyle: { color: look.line } },
    splitLine: { lineStyle: { color: look.line, opacity: 0.6 } },
    nameTextStyle: text,
  };
  const categories = [...new Set(series.flatMap(({ points }) => points.map(([at]) => at)))];
  const option = {
    ...common,
    grid: { left: 14, right: 24, top, bottom: 10 },
    xAxis: {
      ...axis,
      type: scale,
      name: x?.name ?? '',
      nameLocation: 'middle',
      nameGap: 26,
      ...(scale === 'category'
        ? { data: categories, splitLine: { show: false } }
        : { scale: true }),
    },
    yAxis: { ...axis, type: 'value', name: yName, nameGap: 10, scale: spec.mark === 'point' },
    series: series.map(({ name, points }) => ({
      name: name === '' ? yName : name,
      type: { bar: 'bar', line: 'line', area: 'line', point: 'scatter' }[
        spec.mark as 'bar' | 'line' | 'area' | 'point'
      ],
      data: points,
      ...(spec.mark === 'area' ? { areaStyle: { opacity: 0.25 } } : {}),
      ...(spec.mark === 'line' || spec.mark === 'area'
        ? { showSymbol: points.length < 60, symbolSize: 5 }
        : {}),
      ...(spec.mark === 'point' ? { symbolSize: 6, itemStyle: { opacity: 0.7 } } : {}),
      ...(spec.mark === 'bar' ? { barMaxWidth: 48 } : {}),
    })),
  };
  return { option, drawn, how };
}

const REDUCTIONS = {
  line: 'shape',
  area: 'shape',
  point: 'even',
  bar: 'first',
  pie: 'first',
} as const;

function seriesOf(
  rows: readonly (readonly Cell[])[],
  scale: Scale,
  colour: number | undefined,
  value: number,
): readonly Series[] {
  const groups = new Map<string, Point[]>();
  for (const row of rows) {
    const name = colour === undefined ? '' : label(row[colour]);
    const at = place(row[0] ?? null, scale);
    // A scale has no place for a null.
    if (at === undefined) continue;
    const points = groups.get(name) ?? [];
    points.push([at, numberOf(row[value])]);
    groups.set(name, points);
  }
  return [...groups].map(([name, points]) => ({ name, points }));
}

function slicesOf(rows: readonly (readonly Cell[])[], value: number): readonly Slice[] {
  const slices = new Map<string, number>();
  for (const row of rows)
    slices.set(label(row[0]), (slices.get(label(row[0])) ?? 0) + (numberOf(row[value]) ?? 0));
  return [...slices].map(([name, amount]) => ({ name, value: amount }));
}

function pie(
  slices: readonly Slice[],
  look: ChartLook,
  text: Record<string, unknown>,
): Record<string, unknown> {
  return {
    type: 'pie',
    radius: ['38%', '72%'],
    center: ['50%', '54%'],
    itemStyle: { borderColor: look.background, borderWidth: 1 },
    label: text,
    data: slices,
  };
}

const label = (cell: Cell | undefined): string =>
  cell === undefined || cell === null ? 'null' : formatCell(cell);

function place(cell: Cell, scale: Scale): string | number | undefined {
  if (scale === 'category') return label(cell);
  if (cell === null) return undefined;
  const text = formatCell(cell);
  if (scale === 'value') return Number.isFinite(Number(text)) ? Number(text) : undefined;
  const time = Date.parse(timeText(text));
  return Number.isNaN(time) ? undefined : time;
}

/** DuckDB's text of a time as ISO 8601; without a zone it is taken, and shown, as UTC. */
function timeText(text: string): string {
  const [date = '', clock] = text.split(' ');
  if (clock === undefined) return `${date}T00:00:00Z`;
  const zone = /[+-]\d\d(:\d\d)?$/.exec(clock)?.[0];
  if (zone === undefined) return `${date}T${clock}Z`;
  return `${date}T${clock.slice(0, -zone.length)}${zone.length === 3 ? `${zone}:00` : zone}`;
}

function numberOf(cell: Cell | undefined): number | null {
  if (cell === undefined || cell === null) return null;
  const number = Number(formatCell(cell));
  return Number.isFinite(number) ? number : null;
}
