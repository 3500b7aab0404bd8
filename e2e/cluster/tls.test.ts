import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { expect, test } from 'vitest';
import { makeCertificates, openTlsTerminator, type Validity } from './tls.ts';

async function answerThrough(validity: Validity): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-tls-'));
  const echo = createServer((socket) => void socket.pipe(socket));
  await once(echo.listen(0, '127.0.0.1'), 'listening');
  const target = { host: '127.0.0.1', port: (echo.address() as AddressInfo).port };
  try {
    const ca = await readFile(makeCertificates(folder).ca);
    const tls = await openTlsTerminator(folder, validity, target);
    const socket = connect({ host: tls.host, port: tls.port, ca, ALPNProtocols: ['h2'] });
    try {
      await once(socket, 'secureConnect');
      socket.write('said');
      const [answer] = (await once(socket, 'data')) as [Buffer];
      return answer.toString();
    } finally {
      socket.destroy();
      await tls.close();
    }
  } finally {
    echo.close();
    await rm(folder, { recursive: true });
  }
}

test('what is said over TLS with a valid certificate arrives', async () => {
  expect(await answerThrough('valid')).toBe('said');
});

test('the expired certificate is refused as expired, and for nothing else', async () => {
  await expect(answerThrough('expired')).rejects.toMatchObject({ code: 'CERT_HAS_EXPIRED' });
});
