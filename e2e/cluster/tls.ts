/** TLS before a server that has none, with an authority of certificates made for the test. */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';

export interface TlsTerminator {
  readonly host: string;
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** What a server shows: one that is good for 127.0.0.1 for two days, or one that was until yesterday. */
export type Validity = 'valid' | 'expired';

const CURVE = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Makes `ca.pem` and, signed by it, `valid.pem` and `expired.pem` with their keys. */
export function makeCertificates(folder: string): { readonly ca: string } {
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  };
  const authority = ['-subj', '/CN=Authority of the test', '-days', '2'];
  openssl('req', '-x509', ...CURVE, ...authority, '-keyout', 'ca.key', '-out', 'ca.pem');
  for (const [name, days] of [
    ['valid', '2'],
    ['expired', '-1'],
  ] as const) {
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    openssl('req', ...CURVE, ...subject, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-copy_extensions', 'copy', '-days', days];
    openssl('x509', '-req', '-in', `${name}.csr`, ...signed, '-out', `${name}.pem`);
  }
  return { ca: join(folder, 'ca.pem') };
}

/** Speaks TLS (and HTTP/2 over it) with clients, and plainly with `target`. */
export async function openTlsTerminator(
  folder: string,
  validity: Validity,
  target: { readonly host: string; readonly port: number },
): Promise<TlsTerminator> {
  const sockets = new Set<Socket>();
  const server = createServer(
    {
      key: await readFile(join(folder, `${validity}.key`)),
      cert: await readFile(join(folder, `${validity}.pem`)),
      ALPNProtocols: ['h2'],
    },
    (client) => {
      const plain = connect(target);
      for (const [from, to] of [
        [client, plain],
        [plain, client],
      ] as const) {
        sockets.add(from);
        from.on('error', () => to.destroy());
        from.on('close', () => {
          sockets.delete(from);
          to.destroy();
        });
        from.pipe(to);
      }
    },
  );
  // Clients that refuse the certificate.
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
