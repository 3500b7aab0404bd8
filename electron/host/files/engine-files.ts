/** Files as the engine of the host has them: found and written only inside of what the host was given. */
import { readdir } from 'node:fs/promises';
import type { FileRef } from '../../../engine/contract/source.ts';
import { findNodeFiles, folderOfPattern } from '../../../engine/runtime/node-files.ts';
import { prepareNodeOutput } from '../../../engine/runtime/node-targets.ts';
import type { EngineFiles } from '../host-services.ts';
import { lexicalPath } from './lexical-path.ts';
import { outside, type Roots } from './roots.ts';

/** @param base absolute, links resolved; need not itself be allowed: an unsaved document has none */
export function createEngineFiles(roots: Roots, base: string): EngineFiles {
  const lent = new Set<string>();
  const resolvePath: EngineFiles['resolvePath'] = async (path, to) =>
    roots.resolve(lexicalPath(path, base), to, path);
  return {
    base,
    resolvePath,
    lend: (pattern) => {
      lent.add(pattern);
      return () => lent.delete(pattern);
    },
    findFiles: async (pattern) => {
      if (lent.has(pattern)) return findNodeFiles(pattern.replaceAll('\\', '/'), base);
      const folder = folderOfPattern(pattern);
      // Before anything is looked at. A name with brackets may be meant as it is written, so both.
      if (folder !== undefined) await roots.resolve(lexicalPath(folder, base), 'read', pattern);
      await resolvePath(pattern, 'read');
      const found = await findNodeFiles(pattern.replaceAll('\\', '/'), base);
      return Promise.all(found.map((file) => realFile(roots, file)));
    },
    prepareOutput: async (path, mode, directory) => {
      const final = await resolvePath(path, 'write');
      if (directory && mode === 'append') await checkLinks(final, path);
      return prepareNodeOutput(path, mode, directory, final);
    },
  };
}

/** The engine opens what was looked at, whatever a link says by then. */
async function realFile(roots: Roots, file: FileRef): Promise<FileRef> {
  if (file.handle.kind !== 'path') return file;
  const path = await roots.resolve(file.handle.path, 'read', file.name);
  return { ...file, handle: { kind: 'path', path } };
}

/** Rows are added to a copy, in which a link would lead where it led before: perhaps out. */
async function checkLinks(folder: string, named: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const link = entries.find((entry) => entry.isSymbolicLink());
  if (link !== undefined) throw outside(`${named}, in which ${link.name} is a link,`);
}
