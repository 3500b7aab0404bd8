/** The engines of a host, one for each document that is worked on, whoever asks. */
import { availableParallelism } from 'node:os';
import { userError } from '../../../engine/contract/errors.ts';
import { parseDocumentValue } from '../../../engine/document/parse.ts';
import type { Question } from '../../../engine/run/engine-questions.ts';
import type { ServedEngine } from '../../../engine/run/engine-service.ts';
import type { HostServices } from '../host-services.ts';
import { createEngineShelf, type EngineShelf } from './engine-shelf.ts';

export interface HostEngineSettings {
  /** Threads and bytes of every engine; absent: as the person's settings say. */
  readonly workers?: number | undefined;
  readonly memory?: number | undefined;
  /** Folder of the built workers; absent: that of the running program. */
  readonly programs?: URL | undefined;
  readonly shelf?: EngineShelf;
}

/** Whose pipeline it is: where its paths start, and which credentials were granted to it. */
export interface DocumentOfHost {
  readonly file?: string | undefined;
  readonly documentId?: string | undefined;
}

export interface HostQuestion extends Question, DocumentOfHost {}

export interface HostEngines {
  readonly limits: () => Promise<{ readonly workers: number; readonly memory: number | undefined }>;
  /** Keeps the engine of a document open while `work` goes on. */
  readonly use: <T>(
    document: DocumentOfHost,
    work: (served: ServedEngine) => Promise<T>,
  ) => Promise<T>;
  /** Keeps it open until the function that is given back is called. It must be open. */
  readonly hold: (document: DocumentOfHost) => () => void;
  readonly close: () => Promise<void>;
}

export function createHostEngines(
  { access, credentials, settings }: Pick<HostServices, 'access' | 'credentials' | 'settings'>,
  options: HostEngineSettings = {},
): HostEngines {
  const shelf = options.shelf ?? createEngineShelf();
  const limits = async () => {
    const own = await settings.get();
    return {
      workers: options.workers ?? own.workers ?? availableParallelism(),
      memory: options.memory ?? own.memory,
    };
  };
  const open = async ({ file, documentId }: DocumentOfHost) => {
    const [files, given, { openHostEngine }] = await Promise.all([
      access.forEngine(file),
      limits(),
      // With DuckDB behind it: not before somebody asks.
      import('./open-host-engine.ts'),
    ]);
    return openHostEngine({
      files,
      credentials: credentials.forDocument({ file, documentId }),
      programs: options.programs,
      ...given,
    });
  };
  return {
    limits,
    use: (document, work) => shelf.use(keyOf(document), () => open(document), work),
    hold: (document) => shelf.hold(keyOf(document)),
    close: () => shelf.close(),
  };
}

/** Credentials are granted to documents, so that no two of them may share an engine. */
const keyOf = ({ file = '', documentId = '' }: DocumentOfHost): string => `${file} ${documentId}`;

/**
 * The same question about a document that is known to be one.
 *
 * @throws user `invalid-document`
 */
export function understood<S extends { readonly document: unknown }>(
  sent: S,
): S & Pick<Question, 'document'> {
  const parsed = parseDocumentValue(sent.document);
  if (parsed.ok) return { ...sent, document: parsed.document };
  throw userError('invalid-document', 'What is to be run is not a valid pipeline.', {
    diagnostics: parsed.diagnostics,
  });
}
