import type { OutputAnswer } from '../engine-client.ts';
import { h, onChange } from '../dom.ts';
import type { View } from '../dom.ts';
import { countOf, formatBytes } from '../../ui/format.ts';
import type { RunnerState } from '../state.ts';

/** The files that a run made, to be downloaded. */
export function outputsView(): View<RunnerState> {
  const list = h('ul', { className: 'outputs' });
  const element = h(
    'section',
    { attributes: { 'aria-label': 'Output files' } },
    h('h2', {}, 'Output files'),
    list,
  );
  let addresses: string[] = [];
  const update = onChange<RunnerState>(
    (state) => [state.outputs],
    ({ outputs }) => {
      element.hidden = outputs.length === 0;
      // An address keeps its file in memory until it is given back.
      addresses.forEach((address) => URL.revokeObjectURL(address));
      addresses = [];
      list.replaceChildren(
        ...outputs.map((output) => {
          const address = output.blob === undefined ? undefined : URL.createObjectURL(output.blob);
          if (address !== undefined) addresses.push(address);
          return outputItem(output, address);
        }),
      );
    },
  );
  return { element, update };
}

function outputItem(output: OutputAnswer, address: string | undefined): HTMLElement {
  const name = output.path.split(/[\\/]/).at(-1) ?? output.path;
  return h(
    'li',
    {},
    h('span', { className: 'path', title: output.path }, output.path),
    h('span', { className: 'size' }, countOf(output.rows, 'row')),
    h('span', { className: 'size' }, formatBytes(output.bytes)),
    address !== undefined &&
      h(
        'a',
        {
          className: 'button',
          href: address,
          download: name,
          attributes: { 'aria-label': `Download ${output.path}` },
        },
        'Download',
      ),
  );
}
