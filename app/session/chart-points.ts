/** The points of a chart as steps, so that they can be looked at, sorted and filtered as other rows. */
import type { DocumentNode, PipelineDocument } from '../../engine/document/schema.ts';
import { nameKey } from '../../engine/contract/schema.ts';
import { freeId } from '../document/commands/steps.ts';

interface ChartSpec {
  readonly mark?: string;
  readonly x?: string;
  readonly y?: string;
  readonly colour?: string;
  readonly aggregate?: string;
  readonly order?: string;
}

/** The document with steps that give the points of a chart, and the output to read them at. */
export function withChartPoints(
  document: PipelineDocument,
  chart: string,
): { readonly document: PipelineDocument; readonly target: string } | undefined {
  const node = document.nodes[chart];
  const spec = node?.params['spec'] as ChartSpec | undefined;
  if (node?.inputs === undefined || spec?.x === undefined) return undefined;
  const { x, y, colour, aggregate = 'none' } = spec;
  const keys = colour === undefined || nameKey(colour) === nameKey(x) ? [x] : [x, colour];
  const value = freeName(keys, y ?? 'count');
  const id = freeId(document, 'points');
  const isComputed = y === undefined || aggregate !== 'none';
  const points: DocumentNode = isComputed
    ? {
        type: 'aggregate.group-by',
        inputs: node.inputs,
        params: {
          keys,
          aggregates: [
            y === undefined
              ? { name: value, function: 'count' }
              : { name: value, function: aggregate, column: y },
          ],
        },
      }
    : {
        type: 'columns.select',
        inputs: node.inputs,
        params: {
          columns: [...keys.map((column) => ({ column })), { column: y, as: value }],
        },
      };
  const nodes = { ...document.nodes, [id]: points };
  const by = orderOf(spec, isComputed, keys, value);
  if (by.length === 0) return { document: { ...document, nodes }, target: `${id}.output` };
  const sorted = freeId({ ...document, nodes }, 'ordered');
  const sort = { type: 'rows.sort', inputs: { input: id }, params: { by } };
  return {
    document: { ...document, nodes: { ...nodes, [sorted]: sort } },
    target: `${sorted}.output`,
  };
}

function orderOf(
  { order, mark }: ChartSpec,
  isComputed: boolean,
  keys: readonly string[],
  value: string,
): readonly { readonly column: string; readonly direction?: 'desc' }[] {
  const wanted = order ?? (mark === 'point' && !isComputed ? 'none' : 'x');
  if (wanted === 'none') return [];
  const byKeys = keys.map((column) => ({ column }));
  return wanted === 'y' ? [{ column: value, direction: 'desc' }, ...byKeys] : byKeys;
}

/** As the chart itself names its values. */
function freeName(taken: readonly string[], name: string): string {
  const keys = new Set(taken.map(nameKey));
  let candidate = name;
  for (let n = 2; keys.has(nameKey(candidate)); n += 1) candidate = `${name}_${n}`;
  return candidate;
}
