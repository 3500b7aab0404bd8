/** A data file of the host, read by ranges: it looks like a `File` and nothing of it is copied. */
import type { BlobLike } from '../../engine/contract/source.ts';
import type { Result } from '../../engine/contract/errors.ts';

/** What reads a range of a file, which a worker asks the page for. */
export type ReadRange = (range: {
  readonly file: string;
  readonly fingerprint: string;
  readonly start: number;
  readonly end: number;
}) => Promise<Result<Uint8Array>>;

export interface HostFileFacts {
  readonly name: string;
  readonly location: string;
  readonly size: number;
  readonly modified: number;
  readonly token: string;
  readonly fingerprint: string;
}

export interface HostFile extends BlobLike {
  readonly kind: 'host';
  readonly name: string;
  readonly location: string;
  readonly lastModified: number;
  readonly token: string;
  readonly fingerprint: string;
}

export function hostFile(facts: HostFileFacts, read: ReadRange): HostFile {
  const { name, location, size, modified, token, fingerprint } = facts;
  const part = (from: number, to: number): BlobLike => ({
    size: to - from,
    slice: (start = 0, end = to - from) =>
      part(Math.min(to, from + start), Math.max(from, Math.min(to, from + end))),
    arrayBuffer: async () => {
      const answer = await read({ file: token, fingerprint, start: from, end: to });
      if (!answer.ok) throw new Error(answer.error.message);
      return answer.value.slice().buffer;
    },
  });
  return {
    kind: 'host',
    name,
    location,
    lastModified: modified,
    token,
    fingerprint,
    ...part(0, size),
  };
}
