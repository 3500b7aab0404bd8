/** What all commands that work on a pipeline do: read the file, open the engine, close it again. */
import type { Engine } from '../../run/engine-api.ts';
import type { PipelineDocument } from '../../document/schema.ts';
import type { CliHost, EngineKind } from '../host.ts';
import {
  parsePipelineFile,
  PipelineFailure,
  type PipelineFile,
  readPipelineFile,
} from '../load-document.ts';

export interface PipelineSession {
  readonly file: PipelineFile;
  readonly document: PipelineDocument;
  readonly engine: Engine;
}

export interface EngineSettings {
  readonly workers?: number;
  readonly memory?: number;
  readonly engine?: EngineKind;
}

/** @throws UnreadableFile, InvalidPipeline, PipelineFailure */
export async function withPipeline<T>(
  host: CliHost,
  name: string,
  settings: EngineSettings,
  work: (session: PipelineSession) => Promise<T>,
): Promise<T> {
  const file = await readPipelineFile(name, host.cwd, host.readStdin);
  const document = parsePipelineFile(file);
  try {
    const engine = await host.openEngine({
      baseDirectory: file.directory,
      ...settings,
      onNote: (note) => host.stderr.write(`${note}\n`),
    });
    try {
      return await work({ file, document, engine });
    } finally {
      await engine.close();
    }
  } catch (cause) {
    throw new PipelineFailure(file, cause);
  }
}

/** The options that say which values the pipeline's parameters have, as the engine takes them. */
export const given = (
  host: CliHost,
  parameters: Readonly<Record<string, string>> | undefined,
): { signal: AbortSignal; parameters?: Readonly<Record<string, string>> } => ({
  signal: host.signal,
  ...(parameters === undefined ? {} : { parameters }),
});
