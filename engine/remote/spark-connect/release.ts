/** Tells the server which responses it need not keep any longer. */
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import type { Connection } from './connection.ts';
import { ReleaseExecuteRequestSchema } from './generated/spark/connect/base_pb.ts';
import { RPC } from './protocol.ts';

/** The server frees by itself what nobody asks for; a release is worth no longer wait. */
const TIMEOUT_MS = 5_000;

export interface Releaser {
  /** Up to this response, itself included. At once; one call at a time, the latest wins. */
  until(responseId: string): void;
  /** All, and the operation itself: it ends if it runs. Never throws. */
  all(): Promise<void>;
}

type Release = NonNullable<MessageInitShape<typeof ReleaseExecuteRequestSchema>['release']>;

export function makeReleaser(connection: Connection, operationId: string): Releaser {
  let wanted: string | undefined;
  let running: Promise<void> | undefined;

  async function send(release: Release): Promise<void> {
    const request = create(ReleaseExecuteRequestSchema, {
      ...connection.head(),
      operationId,
      release,
    });
    try {
      await connection.channel.unary(RPC.releaseExecute, request, { timeoutMs: TIMEOUT_MS });
    } catch {
      // See TIMEOUT_MS.
    }
  }

  async function sendWanted(): Promise<void> {
    while (wanted !== undefined) {
      const responseId = wanted;
      wanted = undefined;
      await send({ case: 'releaseUntil', value: { responseId } });
    }
    running = undefined;
  }

  return {
    until(responseId) {
      wanted = responseId;
      running ??= sendWanted();
    },
    async all() {
      wanted = undefined;
      await running;
      await send({ case: 'releaseAll', value: {} });
    },
  };
}
