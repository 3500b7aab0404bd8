// The sample pipelines of the start page and their data, as files under samples/ of the build: real
// data that works offline. They are the examples of the repository, with the data beside them.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const DATA = '../node_modules/vega-datasets/data/';
const SAMPLES = ['late-flights', 'movie-genres', 'bird-strikes', 'weather-by-month'];

/** @returns {Map<string, string | Uint8Array>} content by path below samples/ */
export function sampleFiles() {
  const files = new Map();
  for (const sample of SAMPLES) {
    const text = readFileSync(join(root, 'examples', `${sample}.sluice.json`), 'utf8');
    files.set(`${sample}.sluice.json`, text.replaceAll(DATA, ''));
    for (const [, name] of text.matchAll(/vega-datasets\/data\/([^"]+)"/g)) {
      files.set(name, readFileSync(join(root, 'examples', DATA, name)));
    }
  }
  return files;
}

/** @returns {import('vite').Plugin} */
export const samples = () => ({
  name: 'sluice-samples',
  generateBundle() {
    for (const [path, source] of sampleFiles()) {
      this.emitFile({ type: 'asset', fileName: `samples/${path}`, source });
    }
  },
  configureServer(server) {
    const files = sampleFiles();
    server.middlewares.use((request, response, next) => {
      const path = decodeURIComponent(/\/samples\/([^?]+)/.exec(request.url ?? '')?.[1] ?? '');
      const content = files.get(path);
      if (content === undefined) next();
      else response.end(content);
    });
  },
});
