/** Which of the user's files the pipeline's sources mean. */
import type { NodeRegistry } from '../../engine/contract/node-definition.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type { DataFile } from './engine-client.ts';
import { matchFiles } from './match-files.ts';
import { neededSources } from './needed-sources.ts';
import type { SessionState, SourceState } from './session-store.ts';

export interface FoundSources {
  readonly sources: readonly SourceState[];
  /** By the path under which the pipeline knows each. */
  readonly named: ReadonlyMap<string, DataFile>;
}

/**
 * What the host has under a path is what the path means; only files of the tab can stand in for it, and
 * only in the tab.
 */
export function findSources(
  document: PipelineDocument,
  {
    parameters,
    files,
    place,
    found,
  }: Pick<SessionState, 'parameters' | 'files' | 'place' | 'found'>,
  registry: NodeRegistry,
): FoundSources {
  const named = new Map<string, DataFile>();
  const sources = neededSources(document, parameters, registry).map((source): SourceState => {
    const here = found.get(source.pattern);
    if (here?.ok === true) {
      for (const { path, file } of here.files) named.set(path, file);
      return { ...source, files: here.files.map(({ path }) => path) };
    }
    if (place === 'computer') {
      return { ...source, files: [], ...(here === undefined ? {} : { problem: here.problem }) };
    }
    const match = matchFiles(source.pattern, files);
    if (!match.ok) return { ...source, files: [], problem: match.message };
    for (const [name, { file }] of match.files) named.set(name, file);
    return { ...source, files: [...match.files.values()].map(({ path }) => path) };
  });
  return { sources, named };
}

export const sameFiles = (
  a: ReadonlyMap<string, DataFile>,
  b: ReadonlyMap<string, DataFile>,
): boolean => a.size === b.size && [...a].every(([path, file]) => b.get(path) === file);
