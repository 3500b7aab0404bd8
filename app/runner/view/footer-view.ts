import { h, onChange } from '../dom.ts';
import type { View } from '../dom.ts';
import { countOf, formatDuration } from '../../ui/format.ts';
import type { RunProgress } from '../run-progress.ts';
import { whyNotRunnable } from '../state.ts';
import type { RunnerState } from '../state.ts';

/** State of the engine, and what goes on, in words that are read out when they change. */
export function footerView(): View<RunnerState> {
  const status = h('span', { attributes: { role: 'status', 'aria-live': 'polite' } });
  const engine = h('span');
  const loading = h('progress', { attributes: { 'aria-label': 'DuckDB is being loaded' } });
  const element = h('footer', {}, status, h('span', { className: 'space' }), loading, engine);
  const update = onChange<RunnerState>(
    (state) => [state.run?.status, state.check, state.engine, state.sources, state.pipeline],
    (state) => {
      const text = statusText(state);
      // Written only when it changes: a live region reads out every write.
      if (status.textContent !== text) status.textContent = text;
      element.dataset['status'] = state.run?.status ?? '';
      showEngine(state);
    },
  );
  const showEngine = ({ engine: now }: RunnerState): void => {
    loading.hidden = now.status !== 'starting';
    if (now.status === 'starting') {
      engine.textContent =
        now.phase === 'starting-workers' ? 'Starting the workers' : 'Loading and compiling DuckDB';
    } else if (now.status === 'ready') {
      engine.textContent = `DuckDB · ${countOf(now.workers, 'worker')}`;
    } else {
      engine.textContent = 'DuckDB could not be started';
    }
  };
  return { element, update };
}

function statusText(state: RunnerState): string {
  const { run, check } = state;
  if (run !== undefined) return runText(run);
  if (state.unreadable !== undefined && state.pipeline === undefined) {
    return `${state.unreadable.fileName} could not be opened.`;
  }
  const reason = whyNotRunnable(state);
  if (reason !== undefined) return reason;
  return check.status === 'failed' ? 'The pipeline could not be checked.' : 'Ready to run.';
}

function runText(run: RunProgress): string {
  switch (run.status) {
    case 'running':
      return 'Running.';
    case 'cancelling':
      return 'Cancelling.';
    case 'succeeded':
      return `Finished in ${formatDuration(run.time)}.`;
    case 'failed':
      return `Failed: ${run.error?.message ?? 'see the problems'}`;
    case 'cancelled':
      return 'Cancelled. What was finished is kept and is not computed again.';
  }
}
