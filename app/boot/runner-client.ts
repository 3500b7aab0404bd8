/** The studio's engine client in the shape that the runner page asks for. */
import type { EngineClient as RunnerClient } from '../runner/engine-client.ts';
import type { EngineClient } from '../session/engine-client.ts';

export const asRunnerClient = (client: EngineClient): RunnerClient => ({
  start: client.start,
  giveFiles: client.giveFiles,
  check: (document, parameters) => client.check({ document, parameters }),
  preview: async (document, parameters, target, rows) => {
    const answer = await client.preview({ document, parameters, target, rows });
    return answer.ok
      ? { ok: true, value: { ...answer.value, complete: answer.value.extent.kind === 'all' } }
      : answer;
  },
  run: (document, parameters, onEvent) => client.run({ document, parameters }, onEvent),
  cancel: client.cancel,
});
