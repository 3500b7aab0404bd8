/** The palette's entries: searched, grouped by category, suggested. Pure. */
import type {
  NodeCategory,
  NodeDefinition,
  NodeRegistry,
} from '../../engine/contract/node-definition.ts';

export const CATEGORIES: readonly NodeCategory[] = [
  'input',
  'columns',
  'rows',
  'clean',
  'combine',
  'aggregate',
  'code',
  'quality',
  'flow',
  'output',
];

/** Which node types may be added: all, or those with a port for what is waiting; `through`: for both. */
export type Fit = 'all' | 'input' | 'output' | 'through';

export function fittingTypes(registry: NodeRegistry, fit: Fit): NodeDefinition[] {
  return registry.types().flatMap((type) => {
    const definition = registry.get(type);
    if (definition === undefined) return [];
    const { in: inputs, out } = definition.ports;
    const reads = inputs.length > 0;
    const gives = typeof out === 'function' || out.length > 0;
    const fits = { all: true, input: reads, output: gives, through: reads && gives }[fit];
    return fits ? [definition] : [];
  });
}

/** Those that match every word of the query, best first; none for an empty query. */
export function searchSteps(
  definitions: readonly NodeDefinition[],
  query: string,
): NodeDefinition[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  return definitions
    .map((definition) => ({ definition, score: scoreOf(definition, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ definition }) => definition);
}

function scoreOf(definition: NodeDefinition, words: readonly string[]): number {
  const scores = words.map((word) => wordScore(definition, word));
  return scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score, 0);
}

function wordScore({ title, type, keywords, description }: NodeDefinition, word: string): number {
  const name = title.toLowerCase();
  if (name === word) return 100;
  if (name.startsWith(word)) return 60;
  if (wordsOf(title).some((part) => part.startsWith(word))) return 40;
  if (keywords.some((keyword) => wordsOf(keyword).some((part) => part.startsWith(word)))) return 30;
  if (type.includes(word) || name.includes(word)) return 20;
  return description.toLowerCase().includes(word) ? 5 : 0;
}

/** The text as it stands, and its words. */
const wordsOf = (text: string): string[] => [
  text.toLowerCase(),
  ...text.toLowerCase().split(/[^a-z0-9]+/),
];

/** What people mostly do next, by the type or the category of the step before. */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  input: ['rows.filter', 'columns.select', 'columns.derive', 'combine.join'],
  columns: ['rows.filter', 'aggregate.group-by', 'columns.derive', 'combine.join'],
  rows: ['columns.derive', 'aggregate.group-by', 'rows.sort', 'output.file'],
  clean: ['rows.filter', 'columns.derive', 'aggregate.group-by'],
  'combine.join': ['columns.select', 'rows.filter', 'columns.derive', 'aggregate.group-by'],
  combine: ['rows.distinct', 'columns.derive', 'aggregate.group-by'],
  aggregate: ['rows.sort', 'columns.derive', 'output.file', 'output.chart'],
  'rows.sort': ['rows.limit', 'output.file', 'output.chart'],
  code: ['rows.filter', 'aggregate.group-by', 'output.file'],
  quality: ['rows.filter', 'output.file'],
  flow: ['rows.filter', 'output.file'],
  start: ['input.csv', 'input.parquet', 'input.json'],
};

/** @param after type of the selected step, or undefined with none */
export function suggestedTypes(
  registry: NodeRegistry,
  after: string | undefined,
): NodeDefinition[] {
  const category = after?.slice(0, after.indexOf('.'));
  const types = after === undefined ? NEXT['start'] : (NEXT[after] ?? NEXT[category ?? '']);
  return (types ?? []).flatMap((type) => registry.get(type) ?? []);
}

export interface StepSection {
  readonly category: NodeCategory;
  readonly definitions: readonly NodeDefinition[];
}

export const byCategory = (definitions: readonly NodeDefinition[]): StepSection[] =>
  CATEGORIES.map((category) => ({
    category,
    definitions: definitions.filter((definition) => definition.category === category),
  })).filter((section) => section.definitions.length > 0);
