/** Puts the engine together for Node: the runtime, the registry of nodes, the coordinator. */
import { registry } from '../../nodes/registry.ts';
import { createEngine } from '../run/engine.ts';
import type { Engine } from '../run/engine-api.ts';
import { createNodeRuntime } from '../runtime/node.ts';
import type { OpenEngineOptions } from './host.ts';

export const openNodeEngine = ({
  baseDirectory,
  workers,
  memory,
}: OpenEngineOptions): Promise<Engine> =>
  createEngine({
    runtime: createNodeRuntime({ baseDirectory }),
    registry,
    ...(workers === undefined ? {} : { workers }),
    ...(memory === undefined ? {} : { memory }),
  });
