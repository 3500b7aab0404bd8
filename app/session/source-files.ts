/** Which of the user's files the pipeline's sources mean. */
import type { NodeRegistry } from '../../engine/contract/node-definition.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { matchFiles } from './match-files.ts';
import { neededSources } from './needed-sources.ts';
import type { GivenFile, SourceState } from './session-store.ts';

export interface FoundSources {
  readonly sources: readonly SourceState[];
  /** By the path under which the pipeline knows each. */
  readonly named: ReadonlyMap<string, File>;
}

export function findSources(
  document: PipelineDocument,
  parameters: Readonly<Record<string, string>>,
  files: readonly GivenFile[],
  registry: NodeRegistry,
): FoundSources {
  const named = new Map<string, File>();
  const sources = neededSources(document, parameters, registry).map((source): SourceState => {
    const match = matchFiles(source.pattern, files);
    if (!match.ok) return { ...source, files: [], problem: match.message };
    for (const [name, { file }] of match.files) named.set(name, file);
    return { ...source, files: [...match.files.values()].map(({ path }) => path) };
  });
  return { sources, named };
}

export const sameFiles = (a: ReadonlyMap<string, File>, b: ReadonlyMap<string, File>): boolean =>
  a.size === b.size && [...a].every(([path, file]) => b.get(path) === file);
