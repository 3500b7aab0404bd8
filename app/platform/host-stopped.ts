/** What every call says once the host has gone. */
import { operationalError } from '../../engine/contract/errors.ts';
import type { EngineError } from '../../engine/contract/errors.ts';

export const stopped = (): { readonly ok: false; readonly error: EngineError } => ({
  ok: false,
  error: operationalError('host-closed', 'The host has stopped.', {
    hint: 'Start it again and open the address that it shows. Nothing of the document is lost.',
  }).error,
});
