/** What the passes ask of expressions, and how they rewrite them. */
export {
  childrenOf,
  mapChildren,
  mapExpression,
  someExpression,
  withNode,
} from './analyse/traverse.ts';
export type { FreeColumns } from './analyse/columns.ts';
export {
  canSubstitute,
  freeColumns,
  renameColumns,
  renameInText,
  substituteColumns,
} from './analyse/columns.ts';
export { parametersOf, substituteParameters } from './analyse/parameters.ts';
export { conjuncts, sameExpression } from './analyse/compare.ts';
export {
  containsAggregate,
  containsWindow,
  isAggregateName,
  isDeterministic,
  mayFail,
} from './analyse/properties.ts';
