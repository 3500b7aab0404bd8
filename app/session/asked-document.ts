/** The open document as the host is asked about it: with its file, whose folder paths start from. */
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type { Computer } from '../platform/computer.ts';
import type { Studio } from './studio.ts';

export interface AskedOfHost {
  readonly document: PipelineDocument & Record<string, unknown>;
  readonly parameters: Record<string, string>;
  readonly documentId?: string;
  /** Token of the document's file; absent: it has none. */
  readonly file?: string;
}

/** As it is when this is called. */
export async function askedOf(
  { documents, session, workspace }: Studio,
  computer: Computer,
): Promise<AskedOfHost> {
  const { document } = documents.getState();
  const { parameters } = session.getState();
  const { id, file } = workspace.store.getState();
  const entry = file?.handle?.kind === 'host' ? await computer.entryOf(file.handle) : undefined;
  return {
    document: { ...document },
    parameters: { ...parameters },
    ...(id === '' ? {} : { documentId: id }),
    ...(entry === undefined ? {} : { file: entry.token }),
  };
}
