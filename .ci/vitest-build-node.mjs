import { buildNode } from './build-node.mjs';

// Tests of the pool start dist/node/worker.js, as the CLI does.
export default async () => {
  await buildNode({ quiet: true });
};
