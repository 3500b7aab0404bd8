import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import {
  AnalyzePlanRequestSchema,
  AnalyzePlanResponseSchema,
  type AnalyzePlanRequest,
  type AnalyzePlanResponse,
} from '../../../engine/remote/spark-connect/generated/spark/connect/base_pb.ts';
import { BRIEF_RETRIES } from '../../../engine/remote/spark-connect/retry.ts';
import { withSession } from '../with-session.ts';

/** Other versions of Spark are not on this machine: a server that speaks the protocol says one. */
async function serverOfVersion(version: string): Promise<{ port: number; server: Server }> {
  const server = new Server();
  server.register(
    '/spark.connect.SparkConnectService/AnalyzePlan',
    (
      { request }: ServerUnaryCall<AnalyzePlanRequest, AnalyzePlanResponse>,
      answer: sendUnaryData<AnalyzePlanResponse>,
    ) => {
      const { sessionId } = request;
      const result = { case: 'sparkVersion', value: { version } } as const;
      answer(
        null,
        create(AnalyzePlanResponseSchema, { sessionId, serverSideSessionId: 'life-1', result }),
      );
    },
    (response) => Buffer.from(toBinary(AnalyzePlanResponseSchema, response)),
    (bytes) => fromBinary(AnalyzePlanRequestSchema, bytes),
    'unary',
  );
  const port = await new Promise<number>((bound, failed) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, at) =>
      error === null ? bound(at) : failed(error),
    ),
  );
  return { port, server };
}

const versionAt = (port: number): Promise<string> =>
  withSession({ host: '127.0.0.1', port }, (session) => session.version(), {
    retry: BRIEF_RETRIES,
  });

test.each(['3.5.6', '5.0.0', 'strange'])('a server of version %s is refused', async (version) => {
  const { port, server } = await serverOfVersion(version);
  try {
    await expect(versionAt(port)).rejects.toMatchObject({
      error: { code: 'spark-version', message: expect.stringContaining(version) as string },
    });
  } finally {
    server.forceShutdown();
  }
});

test('a later 4.x is not', async () => {
  const { port, server } = await serverOfVersion('4.9.1');
  try {
    expect(await versionAt(port)).toBe('4.9.1');
  } finally {
    server.forceShutdown();
  }
});

test('what is no Spark at all is said to give no answer', async () => {
  const server = createServer((_, response) => void response.end('hello'));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    await expect(versionAt((server.address() as AddressInfo).port)).rejects.toMatchObject({
      error: { code: 'spark-unreachable' },
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
