/** Pipelines for tests of the canvas. */
import type { DocumentNode, PipelineDocument } from '../../../engine/document/schema.ts';
import { emptyDocument } from '../../../engine/document/schema.ts';

export const filter = (input: string, condition = 'a > 1'): DocumentNode => ({
  type: 'rows.filter',
  inputs: { input },
  params: { condition },
});

export const csv = (path = 'a.csv'): DocumentNode => ({ type: 'input.csv', params: { path } });

export const pipeline = (
  nodes: PipelineDocument['nodes'],
  canvas: PipelineDocument['canvas'] = {},
): PipelineDocument => ({ ...emptyDocument('Test'), nodes, canvas });

/** `a -> late -> early`, and `b` joined with `early`. */
export const joined = (): PipelineDocument =>
  pipeline(
    {
      a: csv(),
      late: filter('a'),
      early: filter('late.kept'),
      b: csv('b.csv'),
      both: {
        type: 'combine.join',
        inputs: { left: 'early', right: 'b' },
        params: { on: [{ left: 'id', right: 'id' }] },
      },
      all: { type: 'combine.union', inputs: { inputs: ['a', 'b'] }, params: {} },
      out: { type: 'output.file', params: { path: 'out.csv', format: 'csv' } },
    },
    {
      positions: {
        a: [0, 0],
        late: [280, 0],
        early: [560, 0],
        b: [560, 200],
        both: [840, 80],
        all: [840, 300],
        out: [1120, 80],
      },
    },
  );

/** Chains of filters behind sources: `count` steps in rows of twenty. */
export function large(count: number): PipelineDocument {
  const nodes: Record<string, DocumentNode> = {};
  const positions: Record<string, [number, number]> = {};
  for (let n = 0; n < count; n += 1) {
    const [row, column] = [Math.floor(n / 20), n % 20];
    nodes[`s${n}`] = column === 0 ? csv(`${row}.csv`) : filter(`s${n - 1}`, `a > ${n}`);
    positions[`s${n}`] = [column * 280, row * 104];
  }
  return pipeline(nodes, { positions });
}
