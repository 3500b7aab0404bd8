import type { FilterOperator } from '../../session/row-view.ts';

export const OPERATORS: readonly FilterOperator[] = [
  'equals',
  'differs',
  'contains',
  'at-least',
  'at-most',
  'below',
  'is-null',
  'is-not-null',
];

export const needsValue = (operator: FilterOperator): boolean =>
  operator !== 'is-null' && operator !== 'is-not-null';
