/** Files and local data as the requests of AddArtifacts: small ones together, large ones in chunks. */
import { crc32 } from 'node:zlib';
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import {
  type AddArtifactsRequest,
  type AddArtifactsRequest_ArtifactChunk,
  AddArtifactsRequest_ArtifactChunkSchema,
  AddArtifactsRequestSchema,
} from './generated/spark/connect/base_pb.ts';
import type { Artifact } from './session.ts';

/** gRPC advises 16 to 64 KiB for streamed messages. */
export const CHUNK_BYTES = 32 * 1024;

export const cacheName = (hash: string): string => `cache/${hash}`;

type Payload = NonNullable<MessageInitShape<typeof AddArtifactsRequestSchema>['payload']>;
type Head = Pick<MessageInitShape<typeof AddArtifactsRequestSchema>, 'sessionId' | 'userContext'>;

/** Made one at a time, so that no more than one copy of a chunk exists. */
export function* artifactRequests(
  head: Head,
  artifacts: readonly Artifact[],
  chunkBytes: number = CHUNK_BYTES,
): Generator<AddArtifactsRequest, void, void> {
  const request = (payload: Payload) => create(AddArtifactsRequestSchema, { ...head, payload });
  let batch: Artifact[] = [];
  let bytes = 0;
  for (const artifact of artifacts) {
    const { length } = artifact.data;
    if (batch.length > 0 && bytes + length > chunkBytes) {
      yield request(batchOf(batch));
      [batch, bytes] = [[], 0];
    }
    if (length > chunkBytes) {
      for (const payload of chunksOf(artifact, chunkBytes)) yield request(payload);
    } else {
      batch.push(artifact);
      bytes += length;
    }
  }
  if (batch.length > 0) yield request(batchOf(batch));
}

const batchOf = (artifacts: readonly Artifact[]): Payload => ({
  case: 'batch',
  value: { artifacts: artifacts.map(({ name, data }) => ({ name, data: chunkOf(data) })) },
});

function* chunksOf({ name, data }: Artifact, chunkBytes: number): Generator<Payload, void, void> {
  const part = (start: number) => chunkOf(data.subarray(start, start + chunkBytes));
  yield {
    case: 'beginChunk',
    value: {
      name,
      totalBytes: BigInt(data.length),
      numChunks: BigInt(Math.ceil(data.length / chunkBytes)),
      initialChunk: part(0),
    },
  };
  for (let start = chunkBytes; start < data.length; start += chunkBytes) {
    yield { case: 'chunk', value: part(start) };
  }
}

const chunkOf = (data: Uint8Array): AddArtifactsRequest_ArtifactChunk =>
  create(AddArtifactsRequest_ArtifactChunkSchema, { data, crc: BigInt(crc32(data)) });
