/** A pipeline file named on the command line. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Diagnostic } from '../contract/diagnostic.ts';
import { type EngineFailure, operationalError, userError } from '../contract/errors.ts';
import { parseDocument } from '../document/parse.ts';
import type { PipelineDocument } from '../document/schema.ts';

export interface PipelineFile {
  /** As it was named: for messages. */
  readonly name: string;
  /** Folder that the pipeline's relative paths start from. */
  readonly directory: string;
  readonly text: string;
}

/** A FILE argument that names nothing readable: the command line is wrong, not a pipeline. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly failure: EngineFailure;
  constructor(failure: EngineFailure) {
    super(failure.message, { cause: failure });
    this.failure = failure;
  }
}

/** A file that was read, but is no pipeline. */
export class InvalidPipeline extends Error {
  override readonly name = 'InvalidPipeline';
  readonly file: PipelineFile;
  readonly diagnostics: readonly Diagnostic[];
  constructor(file: PipelineFile, diagnostics: readonly Diagnostic[]) {
    super(`${file.name} is not a valid pipeline.`);
    this.file = file;
    this.diagnostics = diagnostics;
  }
}

/** An error that happened while a pipeline was being worked on, with the file to point into. */
export class PipelineFailure extends Error {
  override readonly name = 'PipelineFailure';
  readonly file: PipelineFile;
  constructor(file: PipelineFile, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.file = file;
  }
}

/**
 * @param name path relative to `cwd`, or `-` for standard input (when it can be read), whose paths
 *   start from `cwd`
 * @throws UnreadableFile
 */
export async function readPipelineFile(
  name: string,
  cwd: string,
  readStdin?: () => Promise<string>,
): Promise<PipelineFile> {
  if (name === '-' && readStdin !== undefined) {
    return { name: 'standard input', directory: cwd, text: await readStdin() };
  }
  const path = resolve(cwd, name);
  try {
    const bytes = await readFile(path);
    return { name, directory: dirname(path), text: decode(name, bytes) };
  } catch (cause) {
    if (cause instanceof UnreadableFile) throw cause;
    throw new UnreadableFile(unreadable(name, path, cause));
  }
}

function decode(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new UnreadableFile(
      userError('bad-encoding', `${name} is not UTF-8 text, so it is not a pipeline file.`, {
        hint: 'Pipelines are JSON; data files are read by the input steps of a pipeline.',
        detail: String(cause),
      }),
    );
  }
}

function unreadable(name: string, path: string, cause: unknown): EngineFailure {
  const { code } = cause as { code?: string };
  const detail = String(cause);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return userError('file-not-found', `There is no file ${name}.`, {
        hint: `Looked for ${path}.`,
      });
    case 'EISDIR':
      return userError('is-a-folder', `${name} is a folder, not a pipeline file.`, {
        hint: 'Name one of the files in it.',
      });
    default:
      return operationalError('file-unreadable', `${name} cannot be read.`, {
        hint: 'Check that you may read the file and its folder.',
        detail,
      });
  }
}

/** @throws InvalidPipeline */
export function parsePipelineFile(file: PipelineFile): PipelineDocument {
  const parsed = parseDocument(file.text);
  if (!parsed.ok) throw new InvalidPipeline(file, parsed.diagnostics);
  return parsed.document;
}
