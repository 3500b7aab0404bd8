/** A few node types for tests of graphs. */
import { z } from 'zod';
import { field } from '../../contract/fields.ts';
import type {
  InputPort,
  NodeCategory,
  NodeDefinition,
  NodeRegistry,
} from '../../contract/node-definition.ts';
import type { DocumentNode, DocumentParameter, PipelineDocument } from '../../document/schema.ts';

function define<Params extends z.ZodType>(
  type: string,
  params: Params,
  inputs: readonly InputPort[],
  out: NodeDefinition<Params>['ports']['out'],
): NodeDefinition {
  const definition: NodeDefinition<Params> = {
    type,
    version: 1,
    title: type,
    category: type.slice(0, type.indexOf('.')) as NodeCategory,
    description: type,
    keywords: [],
    params,
    ports: { in: inputs, out },
    summarise: () => type,
    lower: () => ({}),
  };
  return definition as unknown as NodeDefinition;
}

const input = [{ name: 'input' }];

export const DEFINITIONS = [
  define('input.csv', z.strictObject({ path: field.path('Path') }), [], ['output', 'rejects']),
  define('rows.filter', z.strictObject({ condition: field.expression('Condition') }), input, [
    'kept',
    'dropped',
  ]),
  define('rows.limit', z.strictObject({ rows: z.int().min(0) }), input, ['output']),
  define(
    'rows.split',
    z.strictObject({ parts: z.array(z.strictObject({ name: z.string() })).min(1) }),
    input,
    (params) => params.parts.map((part) => part.name),
  ),
  define(
    'combine.join',
    z.strictObject({ type: z.enum(['inner', 'left', 'right']).default('inner') }),
    [{ name: 'left' }, { name: 'right' }],
    ['output'],
  ),
  define('combine.union', z.strictObject({}), [{ name: 'inputs', many: true }], ['output']),
  define(
    'clean.map',
    z.strictObject({}),
    [{ name: 'input' }, { name: 'mapping', optional: true }],
    ['output'],
  ),
  define('output.file', z.strictObject({ path: field.path('Path') }), input, []),
];

export const registry: NodeRegistry = {
  get: (type) => DEFINITIONS.find((definition) => definition.type === type),
  types: () => DEFINITIONS.map((definition) => definition.type),
};

const PARAMS: Readonly<Record<string, Record<string, unknown>>> = {
  'input.csv': { path: 'a.csv' },
  'rows.filter': { condition: 'x > 1' },
  'rows.limit': { rows: 1 },
  'rows.split': { parts: [{ name: 'train' }, { name: 'test' }] },
};

/** A step with params that are right, unless told. */
export const node = (
  type: string,
  inputs: DocumentNode['inputs'] = {},
  rest: Partial<DocumentNode> = {},
): DocumentNode => ({ type, inputs, params: PARAMS[type] ?? {}, ...rest });

export const sink = (from: string, path = `${from}.csv`): DocumentNode =>
  node('output.file', { input: from }, { params: { path } });

export const pipeline = (
  nodes: Record<string, DocumentNode>,
  parameters: Record<string, DocumentParameter> = {},
): PipelineDocument => ({ format: 'sluice/1', name: 'x', parameters, nodes });
