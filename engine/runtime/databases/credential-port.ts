/** Credentials for worker threads: asked for over a port when one is needed, and kept nowhere. */
import { expose, wrap } from 'comlink';
import type { Credential, CredentialSource } from '../../contract/credential.ts';
import type { Result } from '../../contract/errors.ts';
import { asResult, unwrap } from '../../contract/errors.ts';

interface Asked {
  readonly resolve: (name: string) => Promise<Result<Credential>>;
}

/** On the side of the coordinator. */
export function serveCredentials(port: MessagePort, credentials: CredentialSource): void {
  const asked: Asked = { resolve: (name) => asResult(() => credentials.resolve(name)) };
  expose(asked, port);
}

/** On the side of the worker. */
export function credentialsOver(port: MessagePort): CredentialSource {
  const asked = wrap<Asked>(port);
  return { resolve: async (name) => unwrap(await asked.resolve(name)) };
}
