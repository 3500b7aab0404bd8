/** Data files become source steps. */
import type { TFunction } from 'i18next';
import type { CanvasPoint, PipelineDocument } from '../../engine/document/schema.ts';
import { addSteps, freeId } from '../document/commands/steps.ts';
import type { NewStep } from '../document/commands/steps.ts';
import type { Studio } from '../session/studio.ts';
import { planSources } from './plan-sources.ts';
import type { PlannedSource, ShapedFile, SourcePlan } from './plan-sources.ts';

type Translate = TFunction<'start'>;

/** Where the first step goes: in sight of a canvas that nobody has moved. */
const FIRST: CanvasPoint = [64, 112];

/** Vertical distance of steps that are added together. */
const STEP_GAP = 110;

/** Files that a notice names. */
const NAMED = 5;

/** Files that a source of the pipeline waits for are linked to it; the others become steps. */
export function addSources(
  studio: Studio,
  files: readonly ShapedFile[],
  t: Translate,
  at: CanvasPoint | undefined,
): void {
  const { sources, files: all } = studio.session.getState();
  const used = new Set(sources.flatMap((source) => source.files));
  const [linked, fresh] = [
    files.filter(({ path }) => used.has(path)),
    files.filter(({ path }) => !used.has(path)),
  ];
  if (linked.length > 0) {
    const names = namesOf(linked.map(({ path }) => path));
    studio.notify({ kind: 'success', text: t('files-relinked', { count: linked.length, names }) });
  }
  if (fresh.length === 0) return;
  const { document } = studio.documents.getState();
  const given = new Set(fresh.map(({ path }) => path));
  const others = all.map(({ path }) => path).filter((path) => !given.has(path));
  const plan = planSources(fresh, others);
  const steps = sourceSteps(document, plan.sources, at ?? belowAll(document));
  const values = { title: steps[0]?.id ?? '', count: steps.length };
  studio.documents.execute(addSteps(steps, { key: 'add-source', values }));
  const ids = steps.map(({ id }) => id);
  if (ids.length === 1) studio.select(ids);
  else studio.showAll(ids);
  sayEncoding(studio, fresh, t);
  sayPlan(studio, plan, steps, t);
}

function sourceSteps(
  document: PipelineDocument,
  sources: readonly PlannedSource[],
  [x, y]: CanvasPoint,
): NewStep[] {
  let known = document;
  return sources.map(({ name, type, path, params }, index) => {
    const id = freeId(known, name);
    const node = { type, params: { path, ...params } };
    known = { ...known, nodes: { ...known.nodes, [id]: node } };
    return { id, node, position: [x, y + index * STEP_GAP] };
  });
}

/** A guess is said: letters that look wrong have a cause that one can find. */
function sayEncoding(studio: Studio, files: readonly ShapedFile[], t: Translate): void {
  const guessed = files.filter(({ params }) => params?.encoding !== undefined);
  if (guessed.length === 0) return;
  const names = namesOf(guessed.map(({ path }) => path));
  const values = { count: guessed.length, names, encoding: guessed[0]?.params?.encoding };
  studio.notify({
    kind: 'info',
    text: t('encoding-found', values),
    hint: t('encoding-found-hint'),
  });
}

/** Says which files went together, and for which there is no step. */
function sayPlan(studio: Studio, plan: SourcePlan, steps: readonly NewStep[], t: Translate): void {
  for (const [index, { files }] of plan.sources.entries()) {
    const id = steps[index]?.id;
    if (files === 1 || id === undefined) continue;
    studio.notify({
      kind: 'success',
      text: t('files-together', { count: files, id }),
      hint: t('files-together-hint'),
    });
  }
  const { left } = plan;
  if (left.length === 0) return;
  studio.notify({
    kind: 'warning',
    text: t('files-left', { count: left.length, names: namesOf(left) }),
    hint: t('files-left-hint'),
    stays: true,
  });
}

/** The first names of many. */
export const namesOf = (paths: readonly string[]): string =>
  paths.length > NAMED ? `${paths.slice(0, NAMED).join(', ')}, …` : paths.join(', ');

function belowAll(document: PipelineDocument): CanvasPoint {
  const positions = Object.values(document.canvas?.positions ?? {});
  if (positions.length === 0) return FIRST;
  const left = Math.min(...positions.map(([x]) => x));
  return [left, Math.max(...positions.map(([, y]) => y)) + STEP_GAP];
}
