/** What the passes ask of expressions, and how they rewrite them. */
export {
  childrenOf,
  mapChildren,
  mapExpression,
  someExpression,
  withNode,
} from './analyse/traverse.ts';
export { canSubstitute, freeColumns, renameColumns, substituteColumns } from './analyse/columns.ts';
export { parametersOf, substituteParameters } from './analyse/parameters.ts';
export { conjuncts, sameExpression } from './analyse/compare.ts';
export {
  containsAggregate,
  containsWindow,
  isDeterministic,
  mayFail,
} from './analyse/properties.ts';
