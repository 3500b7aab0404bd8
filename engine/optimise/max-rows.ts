/** How many rows a relation can have at most, by its structure alone. */
import type { Relation } from '../contract/relation.ts';
import { isRowWise } from './reads.ts';

export function maxRows(relation: Relation): number {
  switch (relation.kind) {
    case 'scan':
      return relation.source.format === 'inline' ? relation.source.rows.length : Infinity;
    case 'limit':
      return capped(maxRows(relation.input), relation.rows, relation.offset);
    case 'top-n':
      return relation.per.length === 0
        ? capped(maxRows(relation.input), relation.rows, relation.offset)
        : maxRows(relation.input);
    case 'sample':
      return relation.method !== 'stratified' && 'rows' in relation.amount
        ? Math.min(relation.amount.rows, maxRows(relation.input))
        : maxRows(relation.input);
    case 'aggregate':
      return relation.keys.length === 0 ? 1 : maxRows(relation.input);
    case 'project':
      return relation.columns.every((column) => isRowWise(column.expression))
        ? maxRows(relation.input)
        : Infinity;
    case 'filter':
    case 'sort':
    case 'window':
    case 'distinct':
    case 'exchange':
      return maxRows(relation.input);
    case 'union':
      return relation.inputs.reduce((sum, input) => sum + maxRows(input), 0);
    case 'join':
      return relation.type === 'semi' || relation.type === 'anti'
        ? maxRows(relation.left)
        : Infinity;
    case 'asof-join':
      return maxRows(relation.left);
    default:
      return Infinity;
  }
}

const capped = (input: number, rows: number, offset: number): number =>
  Math.max(0, Math.min(rows, input - offset));
