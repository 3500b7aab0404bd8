// Gives a module that others import a script tag of its own, the first of the page: it runs as soon as it
// is there, and not only once everything else is.
import type { Plugin } from 'vite';

/** @param module path of the module; what it imports should be small */
export const startFirst = (module: string): Plugin => ({
  name: 'sluice-start-first',
  apply: 'build',
  buildStart() {
    this.emitFile({ type: 'chunk', id: module });
  },
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) => {
      const chunk = Object.values(bundle).find(
        (output) => output.type === 'chunk' && output.moduleIds.includes(module),
      );
      if (chunk === undefined) throw new Error(`${module} is in no chunk of its own`);
      return [
        {
          tag: 'script',
          attrs: { type: 'module', async: true, crossorigin: true, src: `./${chunk.fileName}` },
          injectTo: 'head-prepend',
        },
      ];
    },
  },
});
