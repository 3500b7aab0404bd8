/** Values of columns as suggestions, remembered while what leads to them stays as it is. */
import type { TFunction } from 'i18next';
import type { ColumnValues } from '../../../engine/contract/column-values.ts';
import type { TopValue } from '../../../engine/contract/profile.ts';
import { inputList, parseInput } from '../../../engine/document/schema.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import type { Studio } from '../../session/studio.ts';
import { formatCount } from '../../ui/format.ts';
import type { ValueItem, ValueItems } from './value-items.ts';

interface Remembered {
  readonly target: string;
  readonly column: string;
  /** Everything that the values depend on. */
  readonly given: readonly unknown[];
  readonly items: Promise<ValueItems>;
}

/** Columns whose values are remembered: each has 10,000 at most. */
const KEPT = 20;

const memories = new WeakMap<Studio, Remembered[]>();

type Asking = Pick<Studio, 'documents' | 'session' | 'engine'>;
type Translate = TFunction<'inspector'>;

/** @param target `node.port` */
export function suggestValues(
  studio: Studio,
  target: string,
  column: string,
  t: Translate,
): Promise<ValueItems> {
  const memory = memories.get(studio) ?? [];
  memories.set(studio, memory);
  const given = dependencies(studio, target);
  const at = memory.findIndex((one) => one.target === target && one.column === column);
  const known = memory[at];
  if (known !== undefined && isSame(known.given, given)) return known.items;
  if (at >= 0) memory.splice(at, 1);
  const forget = (): void => {
    if (memory.includes(entry)) memory.splice(memory.indexOf(entry), 1);
  };
  const entry: Remembered = {
    target,
    column,
    given,
    items: ask(studio, target, column, t, forget),
  };
  memory.push(entry);
  if (memory.length > KEPT) memory.shift();
  return entry.items;
}

/** @param onFailed what failed is to be tried again the next time */
async function ask(
  { documents, session, engine }: Asking,
  target: string,
  column: string,
  t: Translate,
  onFailed: () => void,
): Promise<ValueItems> {
  const { document } = documents.getState();
  const { parameters } = session.getState();
  const answer = await engine.values({ document, parameters, target, column });
  if (answer.ok) return readValues(answer.value, t);
  onFailed();
  return { items: [], note: t('values-failed') };
}

/** Parts of a document stay the same objects until they change. */
function dependencies({ documents, session }: Asking, target: string): readonly unknown[] {
  const { document } = documents.getState();
  const { parameters, files } = session.getState();
  return [document.parameters, parameters, files, ...stepsUpTo(document, parseInput(target).node)];
}

/** A step and all before it. */
function stepsUpTo({ nodes }: PipelineDocument, last: string): readonly unknown[] {
  const found = new Set([last]);
  // A set goes on to what is added meanwhile.
  for (const id of found) {
    for (const input of Object.values(nodes[id]?.inputs ?? {}).flatMap(inputList))
      found.add(parseInput(input).node);
  }
  return [...found].map((id) => nodes[id]);
}

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((one, index) => one === b[index]);

function readValues({ values, more, extent }: ColumnValues, t: Translate): ValueItems {
  const number = formatCount(values.length);
  const isSampled = extent.kind === 'sampled';
  const rows = isSampled ? formatCount(extent.sourceRows) : '';
  if (values.length === 0) return { items: [], note: t('values-none') };
  const items = values.map((value) => readItem(value, t));
  if (!more) return { items, note: isSampled ? t('values-sampled', { rows }) : undefined };
  const note = isSampled
    ? t('values-more-sampled', { number, rows })
    : t('values-more', { number });
  return { items, note };
}

function readItem({ value, rows }: TopValue, t: Translate): ValueItem {
  const detail = formatCount(rows);
  if (value === null) return { value: '', label: t('value-null'), detail, isNull: true };
  if (value === '') return { value, label: t('value-empty'), detail, isNull: false };
  // Blanks at its ends would not be seen.
  const label = value === value.trim() ? {} : { label: `“${value}”` };
  return { value, ...label, detail, isNull: false };
}
