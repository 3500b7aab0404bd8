import { h, onChange } from '../dom.ts';
import type { View } from '../dom.ts';
import { countOf, formatBytes } from '../../ui/format.ts';
import type { RunnerState, SourceState } from '../state.ts';

/** The paths that the pipeline reads, each with the files found for it or with what to do. */
export function filesView(): View<RunnerState> {
  const list = h('ul', { className: 'files' });
  const unused = h('ul', { className: 'files unused' });
  const element = h(
    'section',
    { attributes: { 'aria-label': 'Data files' } },
    h('h2', {}, 'Data files'),
    list,
    unused,
  );
  const update = onChange<RunnerState>(
    (state) => [state.pipeline, state.sources, state.files],
    ({ pipeline, sources, files }) => {
      element.hidden = sources.length === 0 && files.length === 0;
      const sizes = new Map(files.map(({ path, file }) => [path, file.size]));
      list.replaceChildren(...byPattern(sources).map((source) => sourceItem(source, sizes)));
      const used = new Set(sources.flatMap((source) => source.files));
      const rest = files.filter(({ path }) => !used.has(path));
      unused.replaceChildren(
        ...rest.map(({ path, file }) =>
          h(
            'li',
            {},
            h('span', { className: 'path', title: path }, path),
            h('span', { className: 'size' }, formatBytes(file.size)),
            pipeline !== undefined && h('span', { className: 'note' }, 'not read by this pipeline'),
          ),
        ),
      );
    },
  );
  return { element, update };
}

/** Several steps may read one path: it is shown once. */
const byPattern = (sources: readonly SourceState[]): SourceState[] => [
  ...new Map(sources.map((source) => [source.pattern, source])).values(),
];

function sourceItem(source: SourceState, sizes: ReadonlyMap<string, number>): HTMLElement {
  const path = h('span', { className: 'path', title: source.pattern }, source.pattern);
  if (source.problem !== undefined) {
    return h(
      'li',
      { className: 'missing' },
      path,
      h('span', { className: 'size' }, 'missing'),
      h(
        'span',
        { className: 'note' },
        source.problem,
        ' Use “Add files…” or “Add folder…”, or drop it here.',
      ),
    );
  }
  const bytes = source.files.reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
  return h(
    'li',
    {},
    path,
    h('span', { className: 'size' }, formatBytes(bytes)),
    source.files.length > 1 &&
      h('span', { className: 'note' }, countOf(source.files.length, 'file')),
  );
}
