import { h, onChange } from '../dom.ts';
import type { View } from '../dom.ts';
import { countOf, formatBytes, formatCount, formatDuration } from '../../ui/format.ts';
import { fractionDone, isOver } from '../run-progress.ts';
import type { RunProgress, StageProgress } from '../run-progress.ts';
import { isRunning } from '../state.ts';
import type { RunnerState } from '../state.ts';

const HEADINGS: Readonly<Record<RunProgress['status'], string>> = {
  running: 'Running',
  cancelling: 'Cancelling',
  succeeded: 'Finished',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** Progress by bytes and tasks, and one row per stage with its place in time. */
export function runView(): View<RunnerState> {
  const heading = h('h2');
  const figures = h('p', { className: 'figures' });
  const bar = h('progress', { max: 1, attributes: { 'aria-label': 'Progress of the run' } });
  const warnings = h('ul', { className: 'warnings' });
  const body = h('tbody');
  const table = h(
    'table',
    { className: 'stages' },
    h('caption', { className: 'sr-only' }, 'Stages of the run'),
    h('thead', {}, headRow(['Stage', 'Partitions', 'Rows', 'Bytes', 'Time', 'When'])),
    body,
  );
  const element = h(
    'section',
    { className: 'run', attributes: { 'aria-label': 'Run' } },
    h('div', { className: 'section-head' }, heading, figures),
    bar,
    warnings,
    h(
      'div',
      { className: 'scroll', tabIndex: 0, attributes: { role: 'region', 'aria-label': 'Stages' } },
      table,
    ),
  );
  const update = onChange<RunnerState>(
    (state) => [state.run],
    (state) => {
      const { run } = state;
      element.hidden = run === undefined;
      if (run === undefined) return;
      heading.textContent = HEADINGS[run.status];
      element.dataset['status'] = run.status;
      figures.textContent = figuresOf(run);
      bar.value = fractionDone(run);
      bar.hidden = !isRunning(state);
      warnings.replaceChildren(
        ...run.warnings.map(({ node, message }) =>
          h('li', {}, node === undefined ? message : `${node}: ${message}`),
        ),
      );
      const end = Math.max(run.time, 1);
      body.replaceChildren(...run.stages.map((stage) => stageRow(stage, run, end)));
      table.hidden = run.stages.length === 0;
    },
  );
  return { element, update };
}

function figuresOf(run: RunProgress): string {
  const parts = [
    run.bytesTotal > 0 &&
      (isOver(run)
        ? `${formatBytes(run.bytesRead)} read`
        : `${formatBytes(run.bytesRead)} of ${formatBytes(run.bytesTotal)}`),
    run.tasksTotal > 0 && `${formatCount(run.tasksDone)} of ${countOf(run.tasksTotal, 'task')}`,
    run.workers > 0 && countOf(run.workers, 'worker'),
    run.peakMemoryBytes !== undefined && `${formatBytes(run.peakMemoryBytes)} of memory`,
    run.spilledBytes > 0 && `${formatBytes(run.spilledBytes)} spilled`,
    formatDuration(run.time),
  ];
  return parts.filter((part) => part !== false).join(' · ');
}

const headRow = (names: readonly string[]): HTMLElement =>
  h(
    'tr',
    {},
    ...names.map((name, i) =>
      h('th', { scope: 'col', className: i > 0 && i < names.length - 1 ? 'number' : '' }, name),
    ),
  );

function stageRow(stage: StageProgress, run: RunProgress, end: number): HTMLElement {
  const until = stage.finished ?? run.time;
  const span = h('i');
  span.style.left = `${(stage.started / end) * 100}%`;
  span.style.width = `${Math.max(((until - stage.started) / end) * 100, 0.5)}%`;
  const notes = [
    stage.cached > 0 && `${formatCount(stage.cached)} cached`,
    stage.retries > 0 && countOf(stage.retries, 'retry', 'retries'),
  ].filter((note) => note !== false);
  const number = (text: string): HTMLElement => h('td', { className: 'number' }, text);
  const steps = stage.nodes.join(', ');
  return h(
    'tr',
    { data: { done: String(stage.finished !== undefined) } },
    h(
      'th',
      { scope: 'row', title: `${stage.id}: ${steps}` },
      steps === '' ? stage.id : steps,
      notes.length > 0 && h('em', {}, notes.join(', ')),
    ),
    number(
      stage.done === stage.partitions
        ? formatCount(stage.done)
        : `${formatCount(stage.done)} of ${formatCount(stage.partitions)}`,
    ),
    number(formatCount(stage.rows)),
    number(formatBytes(stage.bytes)),
    number(formatDuration(until - stage.started)),
    h('td', { className: 'when' }, h('span', {}, span)),
  );
}
