import { formatType, isNumeric } from '../../../engine/contract/schema.ts';
import type { ColumnType } from '../../../engine/contract/schema.ts';
import { type Cell, formatCell } from '../../../engine/values/cell.ts';
import { readRows } from '../../../engine/values/rows.ts';
import type { Controller } from '../controller.ts';
import { PREVIEW_ROWS } from '../controller.ts';
import type { PreviewAnswer } from '../engine-client.ts';
import { h, onChange } from '../dom.ts';
import type { View } from '../dom.ts';
import { countOf, formatDuration } from '../../ui/format.ts';
import { isRunning } from '../state.ts';
import type { RunnerState } from '../state.ts';

/** The first rows of the selected step. */
export function previewView(controller: Controller): View<RunnerState> {
  const title = h('h2');
  const note = h('span', { className: 'note' });
  const port = h('select', {
    attributes: { 'aria-label': 'Output of the step' },
    onchange: () => void controller.select(port.value),
  });
  const body = h('div', {
    className: 'scroll',
    tabIndex: 0,
    attributes: { role: 'region', 'aria-label': 'Rows of the selected step' },
  });
  const element = h(
    'section',
    { className: 'preview', attributes: { 'aria-label': 'Data' } },
    h('div', { className: 'section-head' }, title, port, note),
    body,
  );
  const showPorts = onChange<RunnerState>(
    (state) => [state.selected, state.check],
    ({ selected, check }) => {
      const node = selected?.split('.')[0];
      const ports =
        check.status === 'done'
          ? [...check.schemas.keys()].filter((key) => key.startsWith(`${node}.`))
          : [];
      // While a check is under way the choice stays as it is.
      if (check.status === 'checking') return;
      port.hidden = ports.length < 2;
      port.replaceChildren(
        ...ports.map((key) => h('option', { value: key }, key.slice(key.indexOf('.') + 1))),
      );
      if (selected !== undefined && ports.includes(selected)) port.value = selected;
    },
  );
  const showRows = onChange<RunnerState>(
    (state) => [state.selected, state.preview, state.check.status, isRunning(state)],
    (state) => {
      const { preview } = state;
      title.textContent = titleOf(state);
      note.textContent = noteOf(state);
      element.setAttribute('aria-busy', String(preview.status === 'loading'));
      // While the next rows are computed the last ones stay, paler.
      if (preview.status === 'loading' && body.querySelector('table') !== null) return;
      body.replaceChildren(contentOf(state));
    },
  );
  return {
    element,
    update: (state) => {
      element.hidden = state.pipeline === undefined;
      showPorts(state);
      showRows(state);
    },
  };
}

function titleOf({ selected, pipeline, preview }: RunnerState): string {
  if (selected === undefined) return 'Data';
  const [id = ''] = selected.split('.');
  const name = pipeline?.document.nodes[id]?.title ?? id;
  const shown = preview.status === 'idle' ? undefined : preview.target.split('.')[0];
  return shown === undefined || shown === id ? name : `${name} ← ${shown}`;
}

function noteOf({ preview }: RunnerState): string {
  if (preview.status === 'loading') return 'computing…';
  if (preview.status !== 'done') return '';
  const { answer, milliseconds } = preview;
  const rows = answer.complete
    ? `all ${countOf(answer.rows, 'row')}`
    : `first ${countOf(answer.rows, 'row')}`;
  return `${rows} · ${countOf(answer.schema.length, 'column')} · ${formatDuration(milliseconds)}`;
}

function contentOf(state: RunnerState): HTMLElement {
  const { preview } = state;
  if (preview.status === 'done') return rowsTable(preview.answer);
  if (preview.status === 'failed') return errorText(preview.error);
  return h('p', { className: 'empty' }, why(state));
}

function why(state: RunnerState): string {
  const { check, engine, sources, preview } = state;
  if (isRunning(state)) return 'The rows are shown when the run is over.';
  if (preview.status === 'loading') return `The first ${PREVIEW_ROWS} rows are being computed.`;
  if (engine.status === 'starting') return 'The engine is starting.';
  if (check.status === 'checking') return 'The pipeline is being checked.';
  if (sources.some(({ problem }) => problem !== undefined)) {
    return `Add the missing data files to see the first ${PREVIEW_ROWS} rows of this step.`;
  }
  return 'This step has no rows to show until its problems are mended.';
}

const errorText = (error: { readonly message: string; readonly hint?: string }): HTMLElement =>
  h(
    'p',
    { className: 'empty failed' },
    error.message,
    error.hint === undefined ? '' : ` ${error.hint}`,
  );

function rowsTable({ ipc, schema }: PreviewAnswer): HTMLElement {
  const head = h(
    'tr',
    {},
    h('th', { scope: 'col', className: 'number' }, '#'),
    ...schema.map(({ name, type }) =>
      h(
        'th',
        { scope: 'col', className: isNumeric(type) ? 'number' : '' },
        name,
        h('small', { title: formatType(type) }, formatType(type)),
      ),
    ),
  );
  const body = h(
    'tbody',
    {},
    ...readRows(schema, ipc).map((row, i) =>
      h(
        'tr',
        {},
        h('td', { className: 'index' }, String(i + 1)),
        ...schema.map(({ type }, column) => cellOf(type, row[column] ?? null)),
      ),
    ),
  );
  return h('table', { className: 'grid' }, h('thead', {}, head), body);
}

function cellOf(type: ColumnType, cell: Cell): HTMLElement {
  if (cell === null) return h('td', { className: 'null' }, 'null');
  const text = formatCell(cell);
  return h('td', { className: isNumeric(type) ? 'number' : '', title: text }, text);
}
