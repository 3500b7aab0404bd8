/** The typed client of a host over any transport. */
import { internalError } from '../../../engine/contract/errors.ts';
import type { Result } from '../../../engine/contract/errors.ts';
import { HOST_METHODS, hostEvent } from './host-api.ts';
import type { HostClient, HostMethodName, HostResult, HostTransport } from './host-api.ts';

export function createHostClient(transport: HostTransport): HostClient {
  return {
    call: async (name, params, onProgress) => {
      const answer = await transport.call(name, params, (progress) =>
        onProgress?.(progress as never),
      );
      return answer.ok ? checked(name, answer.value) : answer;
    },
    onEvent: (listener) =>
      transport.onEvent((event) => {
        const parsed = hostEvent.safeParse(event);
        // An event of a newer host: nothing here waits for it.
        if (parsed.success) listener(parsed.data);
      }),
    onClosed: transport.onClosed,
  };
}

/** An answer that is not as agreed is a bug of the host, not something to go on with. */
function checked<M extends HostMethodName>(name: M, value: unknown): Result<HostResult<M>> {
  const parsed = HOST_METHODS[name].result.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data as HostResult<M> };
  const { error } = internalError(`The host's answer to ${name} is not as agreed.`, parsed.error);
  return { ok: false, error };
}
