import { z } from 'zod';
import { field } from '../../../engine/contract/fields.ts';
import type { BoundInput } from '../../../engine/contract/node-definition.ts';
import { rel } from '../../../engine/contract/rel.ts';
import { defineNode } from '../../define-node.ts';

const params = z.strictObject({
  query: field.sql('Query', 'One SELECT in DuckDB SQL; every input is a table named by its step'),
  per_partition: z.boolean().default(false).meta({
    title: 'Per partition',
    description: 'Run on each partition of the one input by itself, in parallel',
  }),
});

/** The step's id; `id_port` where several outputs of one step are connected. */
function tableNames(inputs: readonly BoundInput[]): string[] {
  const uses = new Map<string, number>();
  for (const { node } of inputs) uses.set(node, (uses.get(node) ?? 0) + 1);
  return inputs.map(({ node, port }) => (uses.get(node) === 1 ? node : `${node}_${port}`));
}

export const sql = defineNode({
  type: 'code.sql',
  version: 1,
  title: 'SQL',
  category: 'code',
  description: 'Runs a query over its inputs.',
  keywords: ['sql', 'query', 'select', 'code', 'custom', 'duckdb'],
  params,
  start: ({ step }) =>
    step === undefined ? {} : { query: `SELECT *\nFROM "${step.replaceAll('"', '""')}"` },
  ports: { in: [{ name: 'inputs', many: true }], out: ['output'] },
  summarise: (p) => p.query.replace(/\s+/g, ' ').trim().slice(0, 60),
  lower: (context) => {
    const inputs = context.many('inputs');
    const { query, per_partition: perPartition } = context.params;
    if (perPartition && inputs.length !== 1) {
      context.fail({
        code: 'per-partition-needs-one-input',
        message: `A query per partition takes one input; ${inputs.length} are connected.`,
        hint: 'Join or union the inputs first, or turn the option off.',
        param: 'per_partition',
      });
    }
    const names = tableNames(inputs);
    return {
      output: rel.sql({
        inputs: inputs.map(({ relation }, i) => ({ name: names[i] ?? '', relation })),
        query,
        param: 'query',
        perPartition,
      }),
    };
  },
});
