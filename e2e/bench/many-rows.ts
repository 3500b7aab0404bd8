/** Ten million rows of three columns, to scroll through. */
import { emptyDocument } from '../../engine/document/schema.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';

export const MANY_ROWS = 10_000_000;

export const MANY: PipelineDocument = {
  ...emptyDocument('Rows'),
  nodes: {
    numbers: { type: 'input.generate', params: { kind: 'range', stop: MANY_ROWS } },
    rows: {
      type: 'columns.derive',
      inputs: { input: 'numbers' },
      params: {
        expressions: [
          { name: 'half', expression: 'value / 2' },
          { name: 'text', expression: "'row ' || value" },
        ],
      },
    },
  },
};
