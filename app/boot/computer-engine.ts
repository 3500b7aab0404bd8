/** The engine of the computer behind the studio, asked over the host as that of the tab is asked. */
import type { Result } from '../../engine/contract/errors.ts';
import type { HostClient, HostMethodName } from '../../electron/host/api/host-api.ts';
import type { EngineClient, Question } from '../session/engine-client.ts';

/** The document that questions are about. */
export interface AskedDocument {
  readonly id: string;
  /** Token of its file; absent: it has none there. */
  readonly file?: string;
}

type Asked = Pick<HostClient, 'call' | 'onClosed'>;

export function createComputerEngine(
  client: Asked,
  documentNow: () => Promise<AskedDocument>,
): EngineClient {
  /** What the engine answers is as the contract of the studio's own engine says it. */
  const call = async <T>(
    name: HostMethodName,
    params: object,
    onProgress: (progress: never) => void = () => undefined,
  ): Promise<Result<T>> =>
    (await client.call(name, params as never, onProgress as never)) as Result<T>;

  const of = async <Q extends Question>(question: Q): Promise<Q & object> => {
    const { id, file } = await documentNow();
    return { ...question, documentId: id, ...(file === undefined ? {} : { file }) };
  };

  const ask = async <T>(
    name: HostMethodName,
    question: Question,
    onProgress?: (progress: never) => void,
  ): Promise<Result<T>> => call(name, await of(question), onProgress);

  return {
    start: (onPhase) => {
      onPhase({ kind: 'starting' });
      return call('engine.start', {});
    },
    onLost: (listener) => {
      // Workers that die are replaced under the host: its engine is lost with the host alone.
      client.onClosed(() => {
        // Any call says why, in the words of the transport.
        void call('engine.start', {}).then((answer) => {
          if (!answer.ok) listener(answer.error);
        });
      });
    },
    // It reads files where they lie.
    giveFiles: async () => undefined,
    check: (question) => ask('engine.check', question),
    preview: (question) => ask('engine.preview', question),
    run: (question, onEvent) => ask('engine.run', question, onEvent),
    openRows: (question, onEvent) => ask('engine.openRows', question, onEvent),
    count: (question, onCounts) => ask('engine.count', question, onCounts),
    nulls: (question) => ask('engine.nulls', question),
    readRows: (id, from, count) => call('engine.readRows', { id, from, count }),
    closeRows: async (id) => void (await call('engine.closeRows', { id })),
    profile: (question) => ask('engine.profile', question),
    values: (question) => ask('engine.values', question),
    failingRows: async (question) => {
      const answer = await ask<object | null>('engine.failingRows', question);
      // Nothing found is nil on the wire.
      return (
        answer.ok && answer.value === null ? { ok: true, value: undefined } : answer
      ) as never;
    },
    sql: (question) => ask('engine.sql', question),
    export: (question) => ask('engine.export', question),
    lineage: (question) => ask('engine.lineage', question),
    usages: async (question, column) =>
      call('engine.usages', { question: await of(question), column }),
    rename: async (question, column, to) =>
      call('engine.rename', { question: await of(question), column, to }),
    cancel: async (what) => void (await call('engine.cancel', { what })),
  };
}
