// Copies into a folder the packages that built files import, with all that those need: not the hundreds
// that only the build needs, and of each package no maps, no types and no tests.
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

const IMPORT = /(?:\bfrom|\bimport|\brequire|\bresolve)\s*\(?\s*["'`]([^"'`./][^"'`\s]*)["'`]/g;

/** Parts of packages that nothing loads at run time. */
const LEFT_OUT =
  /(?:\.(?:test|spec)\.[cm]?js|\.map|\.d\.[cm]?ts|\.ts|\.tsbuildinfo|\.flow|\.md|\.markdown)$|^(?:test|tests|__tests__|example|examples|docs|\.github)$|^\.(?:eslint|prettier|npm|git|editor|travis|nyc)/i;
const LICENCE = /^(?:licen[cs]e|copying|notice)/i;

const TYPES = /^(?:@types\/|undici-types$)/;

/** All that is loaded of packages that hold the same for every environment, or are bundled themselves. */
const FILES_OF = {
  'parquet-wasm': ['package.json', 'LICENSE_MIT', 'LICENSE_APACHE', 'node'],
  '@duckdb/duckdb-wasm': ['package.json', 'dist/duckdb-eh.wasm'],
};

const nameOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** @returns {Set<string>} packages of `known` that the scripts of a folder import */
export function importedPackages(folder, known) {
  const found = new Set();
  for (const file of readdirSync(folder).filter((name) => /\.c?js$/.test(name))) {
    for (const [, specifier] of readFileSync(join(folder, file), 'utf8').matchAll(IMPORT)) {
      const name = nameOf(specifier);
      if (known.has(name)) found.add(name);
    }
  }
  return found;
}

/** @returns {Map<string, { name: string, version: string }>} by folder, with all they depend on */
function withDependencies(root, names) {
  const folders = new Map();
  const visit = (name, from) => {
    const folder = findPackage(root, name, from);
    // An optional one, for another system.
    if (folder === undefined) return;
    const place = relative(root, folder);
    if (folders.has(place)) return;
    const { dependencies, optionalDependencies, version } = readPackage(folder);
    // Types alone.
    if (TYPES.test(name)) return;
    folders.set(place, { name, version });
    if (FILES_OF[name] !== undefined) return;
    for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) {
      visit(each, folder);
    }
  };
  for (const name of names) visit(name, root);
  return folders;
}

function findPackage(root, name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (folder === root) return undefined;
  }
}

const readPackage = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** @returns {string[]} what was copied, as name@version */
export function stagePackages(root, names, target) {
  const folders = withDependencies(root, names);
  for (const [place, { name }] of folders) {
    const source = join(root, place);
    for (const part of FILES_OF[name] ?? ['']) copyPart(source, part, join(target, place));
  }
  return [...folders.values()].map(({ name, version }) => `${name}@${version}`).sort();
}

function copyPart(source, part, target) {
  cpSync(join(source, part), join(target, part), {
    recursive: true,
    dereference: true,
    filter: (file) => {
      const name = basename(file);
      if (file === source || LICENCE.test(name)) return true;
      // Packages within it are there for their own sake, or not.
      return name !== 'node_modules' && !LEFT_OUT.test(name);
    },
  });
}
