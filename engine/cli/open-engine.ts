/** Puts the engine together for Node: the runtime, the registry of nodes, the coordinator. */
import { registry } from '../../nodes/registry.ts';
import { createEngine } from '../run/engine.ts';
import type { Engine } from '../run/engine-api.ts';
import { createNativeRuntime, hasNative } from '../runtime/native.ts';
import { createNodeRuntime } from '../runtime/node.ts';
import type { OpenEngineOptions } from './host.ts';

export async function openNodeEngine(options: OpenEngineOptions): Promise<Engine> {
  const { baseDirectory, workers, memory, engine, reserve, onNote } = options;
  const shared = {
    registry,
    ...(memory === undefined ? {} : { memory }),
    ...(reserve === undefined ? {} : { reserve }),
  };
  if (engine === 'native') {
    if (await hasNative()) {
      const threads = workers === undefined ? {} : { threads: workers };
      const runtime = createNativeRuntime({ baseDirectory, ...threads });
      return createEngine({ ...shared, runtime });
    }
    onNote?.(
      'Native DuckDB cannot be loaded on this platform: the run goes on with the wasm engine.',
    );
  }
  return createEngine({
    ...shared,
    runtime: createNodeRuntime({ baseDirectory }),
    ...(workers === undefined ? {} : { workers }),
  });
}
