import { z } from 'zod';
import { rel } from '../../../engine/contract/rel.ts';
import { asList, defineNode, pathParam, pathSummary } from '../../define-node.ts';

export const arrow = defineNode({
  type: 'input.arrow',
  version: 1,
  title: 'Arrow file',
  category: 'input',
  description: 'Reads Arrow IPC files and streams.',
  keywords: ['arrow', 'feather', 'ipc', 'file', 'read', 'source'],
  params: z.strictObject({ path: pathParam }),
  ports: { in: [], out: ['output'] },
  summarise: (p) => pathSummary(p.path),
  lower: ({ params: p }) => ({ output: rel.scan({ format: 'arrow', paths: asList(p.path) }) }),
});
