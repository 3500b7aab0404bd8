/** Puts the runner page into an element and connects views, keyboard and drag and drop. */
import type { NodeRegistry } from '../../engine/contract/node-definition.ts';
import { createController } from './controller.ts';
import type { Controller } from './controller.ts';
import type { EngineClient } from './engine-client.ts';
import { h } from './dom.ts';
import { filesOfDrop } from './open-files.ts';
import { initialState, isRunning } from './state.ts';
import type { RunnerState } from './state.ts';
import { createStore } from './store.ts';
import type { Store } from './store.ts';
import { filesView } from './view/files-view.ts';
import { footerView } from './view/footer-view.ts';
import { headerView } from './view/header-view.ts';
import { outputsView } from './view/outputs-view.ts';
import { parametersView } from './view/parameters-view.ts';
import { previewView } from './view/preview-view.ts';
import { problemsView } from './view/problems-view.ts';
import { runView } from './view/run-view.ts';
import { startView } from './view/start-view.ts';
import { stepsView } from './view/steps-view.ts';

export function mountRunner(root: HTMLElement, client: EngineClient, registry: NodeRegistry): void {
  const store = createStore(initialState, (state) => {
    root.dataset['empty'] = String(state.pipeline === undefined);
    root.classList.toggle('dropping', state.dropping);
    for (const view of views) view.update(state);
  });
  const controller = createController(store, client, registry);
  const header = headerView(controller);
  const steps = stepsView(controller, registry);
  const side = [parametersView(controller), filesView()];
  const main = [startView(controller), problemsView(controller), outputsView(), runView()];
  const preview = previewView(controller);
  const footer = footerView();
  const views = [header, steps, ...side, ...main, preview, footer];
  root.classList.add('runner');
  root.replaceChildren(
    header.element,
    steps.element,
    h('aside', {}, ...side.map(({ element }) => element)),
    h('main', {}, ...main.map(({ element }) => element)),
    preview.element,
    footer.element,
  );
  listenToKeys(store, controller);
  listenToDrops(store, controller);
  void controller.start();
}

function listenToKeys(store: Store<RunnerState>, controller: Controller): void {
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void controller.run();
    } else if (event.key === 'Escape' && isRunning(store.get())) {
      event.preventDefault();
      void controller.cancel();
    }
  });
}

function listenToDrops(store: Store<RunnerState>, controller: Controller): void {
  const hasFiles = (event: DragEvent): boolean =>
    event.dataTransfer?.types.includes('Files') === true;
  const show = (dropping: boolean): void => {
    if (store.get().dropping !== dropping) store.set({ dropping });
  };
  document.addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return;
    // Without this the browser would open the file in place of the page.
    event.preventDefault();
    show(true);
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) show(false);
  });
  document.addEventListener('drop', (event) => {
    show(false);
    if (!hasFiles(event) || event.dataTransfer === null) return;
    event.preventDefault();
    void filesOfDrop(event.dataTransfer).then(controller.open);
  });
}
