import type { Controller } from '../controller.ts';
import type { GivenFile } from '../engine-client.ts';
import { h, onChange, setAttribute } from '../dom.ts';
import type { View } from '../dom.ts';
import { filesOfInput } from '../open-files.ts';
import { isRunning, whyNotRunnable } from '../state.ts';
import type { RunnerState } from '../state.ts';

const LOGO =
  '<svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><path d="M2 6c3 0 3 3 6 3s3-3 6-3 3 2 4 2M2 12c3 0 3 3 6 3s3-3 6-3 3 2 4 2" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round"/></svg>';

/** The name of the pipeline, ways to open files, Run and Cancel. */
export function headerView(controller: Controller): View<RunnerState> {
  const name = h('b');
  const crumb = h('span', { className: 'crumb' }, '/ ', name);
  const run = h(
    'button',
    { type: 'button', className: 'button primary', onclick: () => void controller.run() },
    'Run ',
    h('kbd', {}, 'Ctrl ⏎'),
  );
  const cancel = h(
    'button',
    { type: 'button', className: 'button', onclick: () => void controller.cancel() },
    'Cancel ',
    h('kbd', {}, 'Esc'),
  );
  const logo = h('span', { className: 'logo' });
  logo.innerHTML = LOGO;
  logo.append('Sluice');
  const element = h(
    'header',
    {},
    logo,
    crumb,
    h('span', { className: 'space' }),
    ...openButtons((files) => void controller.open(files)),
    cancel,
    run,
  );
  const update = onChange<RunnerState>(
    (state) => [
      state.pipeline,
      state.engine,
      state.sources,
      state.check,
      state.run?.status,
      state.files.length,
    ],
    (state) => {
      crumb.hidden = state.pipeline === undefined;
      name.textContent = state.pipeline?.document.name || (state.pipeline?.fileName ?? '');
      const running = isRunning(state);
      const reason = whyNotRunnable(state);
      run.hidden = running;
      run.disabled = reason !== undefined;
      setAttribute(run, 'title', reason);
      cancel.hidden = !running;
      cancel.disabled = state.run?.status === 'cancelling';
      cancel.firstChild?.replaceWith(cancel.disabled ? 'Cancelling… ' : 'Cancel ');
    },
  );
  return { element, update };
}

/** Each button stands before a hidden file input, which is what opens the system's dialog. */
export function openButtons(
  open: (files: readonly GivenFile[]) => void,
  style = 'button',
): HTMLElement[] {
  return [
    openButton('Open pipeline…', style, { accept: '.json,application/json', multiple: true }, open),
    openButton('Add files…', 'button', { multiple: true }, open),
    openButton('Add folder…', 'button', { webkitdirectory: true }, open),
  ];
}

function openButton(
  label: string,
  className: string,
  options: Partial<Pick<HTMLInputElement, 'accept' | 'multiple' | 'webkitdirectory'>>,
  open: (files: readonly GivenFile[]) => void,
): HTMLElement {
  const input = h('input', {
    type: 'file',
    hidden: true,
    tabIndex: -1,
    attributes: { 'aria-label': label },
    ...options,
    onchange: () => {
      const files = filesOfInput(input);
      // The same files can be picked again.
      input.value = '';
      if (files.length > 0) open(files);
    },
  });
  const button = h('button', { type: 'button', className, onclick: () => input.click() }, label);
  return h('span', { className: 'open' }, button, input);
}
