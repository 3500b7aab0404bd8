import type { Controller } from '../controller.ts';
import { h, onChange } from '../dom.ts';
import type { View } from '../dom.ts';
import { openButtons } from './header-view.ts';
import type { RunnerState } from '../state.ts';

/** What an empty page says. */
export function startView(controller: Controller): View<RunnerState> {
  const element = h(
    'section',
    { className: 'start', attributes: { 'aria-label': 'Start' } },
    h('h1', {}, 'Run a pipeline in this tab'),
    h(
      'p',
      {},
      'Drop a pipeline (',
      h('code', {}, '.sluice.json'),
      ') and the files it reads here, or pick them. ',
      'Everything is computed on this machine; nothing is uploaded.',
    ),
    h(
      'div',
      { className: 'actions' },
      ...openButtons((files) => void controller.open(files), 'button primary'),
    ),
  );
  const update = onChange<RunnerState>(
    (state) => [state.pipeline, state.unreadable],
    (state) => {
      element.hidden = state.pipeline !== undefined;
    },
  );
  return { element, update };
}
