/** An engine for one document, with native DuckDB where this platform has it. */
import type { CredentialSource } from '../../../engine/contract/credential.ts';
import { createEngine } from '../../../engine/run/engine.ts';
import type { Engine } from '../../../engine/run/engine-api.ts';
import { createNativeRuntime, hasNative } from '../../../engine/runtime/native.ts';
import { createNodeRuntime } from '../../../engine/runtime/node.ts';
import { registry } from '../../../nodes/registry.ts';
import type { EngineFiles } from '../host-services.ts';

export interface HostEngineOptions {
  readonly files: EngineFiles;
  readonly credentials: CredentialSource;
  readonly workers: number;
  /** Bytes; absent: a quarter of the machine's. */
  readonly memory?: number | undefined;
  /** Folder of the built workers; absent: that of the running program. */
  readonly programs?: URL | undefined;
}

export async function openHostEngine(options: HostEngineOptions): Promise<Engine> {
  const { files, credentials, workers, memory, programs } = options;
  const at = (name: string) =>
    programs === undefined ? {} : { workerUrl: new URL(name, programs) };
  const { base: baseDirectory, findFiles, prepareOutput } = files;
  const shared = { registry, reserve: true, ...(memory === undefined ? {} : { memory }) };
  if (await hasNative()) {
    const native = { baseDirectory, credentials, threads: workers, ...at('native-worker.js') };
    const runtime = { ...createNativeRuntime(native), findFiles, prepareOutput };
    return createEngine({ ...shared, runtime });
  }
  const runtime = createNodeRuntime({ baseDirectory, credentials, ...at('worker.js') });
  return createEngine({
    ...shared,
    workers,
    runtime: { ...runtime, findFiles, prepareOutput },
  });
}
