/** Documents for tests: the example of the design, and arbitrary ones. */
import fc from 'fast-check';
import { DOCUMENT_FORMAT } from '../schema.ts';
import type { DocumentNode, PipelineDocument } from '../schema.ts';

export const EXAMPLE: PipelineDocument = {
  format: DOCUMENT_FORMAT,
  name: 'Late flights by airport',
  parameters: { min_delay: { type: 'BIGINT', default: 15 } },
  nodes: {
    flights: { type: 'input.parquet', params: { path: 'data/flights-3m.parquet' } },
    late: {
      type: 'rows.filter',
      inputs: { input: 'flights' },
      params: { condition: 'delay >= $min_delay' },
    },
    by_origin: {
      type: 'aggregate.group-by',
      inputs: { input: 'late.kept' },
      params: {
        keys: ['origin'],
        aggregates: [
          { name: 'n', function: 'count' },
          { name: 'mean_delay', function: 'avg', column: 'delay' },
        ],
      },
    },
    out: {
      type: 'output.file',
      inputs: { input: 'by_origin' },
      params: { path: 'out/late.parquet', format: 'parquet' },
    },
  },
  canvas: { positions: { flights: [0, 0] }, notes: [], groups: [] },
};

const IDS = ['a', 'b', 'c', 'a_1', 'long-name-of-a-step', 'constructor', 'toString'];
const id = fc.constantFrom(...IDS);
const edge = fc.oneof(
  id,
  fc.tuple(id, fc.constantFrom('kept', 'rejects')).map((parts) => parts.join('.')),
);
const text = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('delay >= $n', 'ü"\\\n', '$n'));

/** No `__proto__` keys (assigning one sets the prototype) and no -0 (JSON has none). */
const json = fc
  .jsonValue({ maxDepth: 3 })
  .map((value): unknown => JSON.parse(JSON.stringify(value).replaceAll('__proto__', 'proto')));

const params = fc.dictionary(fc.constantFrom('path', 'rows', 'keys', 'total price'), json, {
  noNullPrototype: true,
});

const optional = <Keys extends string, Values extends Record<Keys, unknown>>(arbitraries: {
  [Key in keyof Values]: fc.Arbitrary<Values[Key]>;
}): fc.Arbitrary<Partial<Values>> =>
  fc.record(arbitraries, { requiredKeys: [] }) as fc.Arbitrary<Partial<Values>>;

const node: fc.Arbitrary<DocumentNode> = fc
  .tuple(
    fc.constantFrom('rows.filter', 'rows.limit', 'combine.union'),
    params,
    optional({
      version: fc.integer({ min: 1, max: 3 }),
      title: text,
      note: text,
      disabled: fc.boolean(),
      inputs: fc.dictionary(
        fc.constantFrom('input', 'left', 'right'),
        fc.oneof(edge, fc.array(edge, { maxLength: 4 })),
        { noNullPrototype: true },
      ),
    }),
  )
  .map(([type, nodeParams, rest]) => ({ type, ...rest, params: nodeParams }));

const point = fc.tuple(fc.integer(), fc.integer());

export const arbitraryDocument: fc.Arbitrary<PipelineDocument> = fc
  .tuple(
    text,
    fc.dictionary(id, node, { noNullPrototype: true, maxKeys: 5 }),
    fc.dictionary(
      fc.constantFrom('n', 'min_delay'),
      fc
        .tuple(fc.constantFrom('BIGINT', 'VARCHAR'), optional({ default: text, description: text }))
        .map(([type, rest]) => ({ type, ...rest })),
      { noNullPrototype: true },
    ),
    optional({
      description: text,
      canvas: optional({
        positions: fc.dictionary(id, point, { noNullPrototype: true }),
        notes: fc.array(fc.record({ id, text, position: point }), { maxLength: 2 }),
        groups: fc.array(fc.record({ id, title: text, nodes: fc.array(id, { maxLength: 3 }) }), {
          maxLength: 2,
        }),
      }),
    }),
  )
  .map(([name, nodes, parameters, rest]) => ({
    format: DOCUMENT_FORMAT,
    name,
    parameters,
    nodes,
    ...rest,
  }));
