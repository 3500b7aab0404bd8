/** Sends files and local data to the session, each piece of local data once. */
import { createHash } from 'node:crypto';
import { create } from '@bufbuild/protobuf';
import { operationalError } from '../../contract/errors.ts';
import { artifactRequests, cacheName } from './artifacts.ts';
import type { Connection } from './connection.ts';
import { ArtifactStatusesRequestSchema } from './generated/spark/connect/base_pb.ts';
import { type Relation, RelationSchema } from './generated/spark/connect/relations_pb.ts';
import { RPC } from './protocol.ts';
import type { Artifact, CallOptions } from './session.ts';

/** Below, data travels inside the plan: one message instead of three. */
const INLINE_BYTES = 64 * 1024;
/** A damaged upload is tried again so often. */
const UPLOADS = 3;

/** Throws operational `spark-upload-damaged` when what arrived is not what was sent. */
export async function uploadArtifacts(
  connection: Connection,
  artifacts: readonly Artifact[],
  options: CallOptions = {},
): Promise<void> {
  let missing = artifacts;
  for (let upload = 1; missing.length > 0; upload++) {
    const sent = missing;
    const { artifacts: summaries } = await connection.attempt(options, (signal) =>
      connection.channel.upload(RPC.addArtifacts, artifactRequests(connection.head(), sent), {
        signal,
      }),
    );
    const arrived = new Set(
      summaries.filter(({ isCrcSuccessful }) => isCrcSuccessful).map(({ name }) => name),
    );
    missing = sent.filter(({ name }) => !arrived.has(name));
    if (missing.length > 0 && upload === UPLOADS) {
      throw operationalError(
        'spark-upload-damaged',
        `What was sent to Spark at ${connection.server} arrived damaged, ${UPLOADS} times.`,
        { hint: 'See what stands between this computer and the server, then try again.' },
      );
    }
  }
}

/** @returns the sha256 of each blob, in order; on the server, each is there once. */
export async function cacheBlobs(
  connection: Connection,
  blobs: readonly Uint8Array[],
  options: CallOptions = {},
): Promise<readonly string[]> {
  const hashes = blobs.map((blob) => createHash('sha256').update(blob).digest('hex'));
  const byName = new Map(hashes.map((hash, index) => [cacheName(hash), blobs[index]]));
  if (byName.size === 0) return hashes;
  const request = create(ArtifactStatusesRequestSchema, {
    ...connection.head(),
    names: [...byName.keys()],
  });
  const { statuses } = await connection.call(RPC.artifactStatus, request, options);
  const missing = [...byName].flatMap(([name, data]) =>
    data === undefined || statuses[name]?.exists === true ? [] : [{ name, data }],
  );
  await uploadArtifacts(connection, missing, options);
  return hashes;
}

/** @param chunks Arrow IPC streams of one schema; @param schema Spark's DDL or JSON */
export async function relationOfLocalData(
  connection: Connection,
  chunks: readonly Uint8Array[],
  schema?: string,
  options?: CallOptions,
): Promise<Relation> {
  const [only] = chunks;
  if (only !== undefined && chunks.length === 1 && only.length <= INLINE_BYTES) {
    const value = { data: only, ...(schema === undefined ? {} : { schema }) };
    return create(RelationSchema, { relType: { case: 'localRelation', value } });
  }
  const schemaBlobs = schema === undefined ? [] : [new TextEncoder().encode(schema)];
  const hashes = await cacheBlobs(connection, [...schemaBlobs, ...chunks], options);
  const value = {
    dataHashes: hashes.slice(schemaBlobs.length),
    ...(schema === undefined ? {} : { schemaHash: hashes[0] ?? '' }),
  };
  return create(RelationSchema, { relType: { case: 'chunkedCachedLocalRelation', value } });
}
