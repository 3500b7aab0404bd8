/**
 * A temporary look at the rows of an output: filtered and sorted by steps that stand in a copy of the
 * document and nowhere else, until they are made real ones.
 */
import type { Column } from '../../engine/contract/schema.ts';
import { isNumeric, formatType } from '../../engine/contract/schema.ts';
import type { DocumentNode, PipelineDocument } from '../../engine/document/schema.ts';
import { parseInput } from '../../engine/document/schema.ts';
import { withChartPoints } from './chart-points.ts';
import { freeId } from '../document/commands/steps.ts';

export type FilterOperator =
  'equals' | 'differs' | 'contains' | 'at-least' | 'at-most' | 'below' | 'is-null' | 'is-not-null';

export interface QuickFilter {
  readonly column: Column;
  readonly operator: FilterOperator;
  /** As text; of no meaning to `is-null` and `is-not-null`. */
  readonly value: string;
}

export interface ViewSort {
  readonly column: string;
  readonly direction: 'asc' | 'desc';
}

export interface RowView {
  /** The output that it is a view of: `node.port`. */
  readonly target: string;
  /** The most important first. */
  readonly sort: readonly ViewSort[];
  /** Rows that pass all of them are shown. */
  readonly filters: readonly QuickFilter[];
}

export interface ViewStep {
  readonly id: string;
  readonly node: DocumentNode;
  /** Port with the rows that go on. */
  readonly port: string;
}

/** The steps that make a view, one after the other. */
export function viewSteps(document: PipelineDocument, view: RowView): readonly ViewStep[] {
  const steps: ViewStep[] = [];
  let input = view.target;
  if (view.filters.length > 0) {
    const id = freeId(document, 'filter');
    const condition = view.filters.map(filterCondition).join(' AND ');
    steps.push({
      id,
      node: { type: 'rows.filter', inputs: { input }, params: { condition } },
      port: 'kept',
    });
    input = `${id}.kept`;
  }
  if (view.sort.length > 0) {
    const id = freeId(document, 'sort');
    const by = view.sort.map(({ column, direction }) =>
      direction === 'asc' ? { column } : { column, direction },
    );
    steps.push({
      id,
      node: { type: 'rows.sort', inputs: { input }, params: { by } },
      port: 'output',
    });
  }
  return steps;
}

/** What to ask the engine for, to get an output through its view. */
export function throughView(
  document: PipelineDocument,
  target: string,
  view: RowView | undefined,
): { readonly document: PipelineDocument; readonly target: string } {
  if (view?.target !== target) return { document, target };
  // What a chart draws is no output: steps that give the same stand in for it.
  const source =
    parseInput(target).port === undefined
      ? withChartPoints(document, target)
      : { document, target };
  if (source === undefined) return { document, target };
  const steps = viewSteps(source.document, { ...view, target: source.target });
  const last = steps.at(-1);
  if (last === undefined) return { document, target };
  const added = Object.fromEntries(steps.map(({ id, node }) => [id, node]));
  return {
    document: { ...document, nodes: { ...source.document.nodes, ...added } },
    target: `${last.id}.${last.port}`,
  };
}

const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A filter as the condition of a step. */
export function filterCondition({ column, operator, value }: QuickFilter): string {
  const name = quoteName(column.name);
  switch (operator) {
    case 'equals':
      return `${name} = ${literal(column, value)}`;
    case 'differs':
      return `${name} IS DISTINCT FROM ${literal(column, value)}`;
    case 'at-least':
      return `${name} >= ${literal(column, value)}`;
    case 'at-most':
      return `${name} <= ${literal(column, value)}`;
    case 'below':
      return `${name} < ${literal(column, value)}`;
    case 'contains':
      return `contains(lower(CAST(${name} AS VARCHAR)), ${quoteText(value.toLowerCase())})`;
    case 'is-null':
      return `${name} IS NULL`;
    case 'is-not-null':
      return `${name} IS NOT NULL`;
  }
}

/** A value of a column's type, given as text. */
function literal({ type }: Column, value: string): string {
  if (type.kind === 'scalar' && type.name === 'VARCHAR') return quoteText(value);
  if (isNumeric(type) && /^-?\d+(\.\d+)?$/.test(value)) return value;
  return `CAST(${quoteText(value)} AS ${formatType(type)})`;
}
