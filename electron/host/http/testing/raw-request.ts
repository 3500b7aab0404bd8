/** Requests as bytes: every HTTP client tidies paths and headers before it sends them. */
import { connect } from 'node:net';

/** @returns all that the server sends until it closes the connection */
export function sendRaw(port: number, bytes: string | Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
  });
}

export const statusOf = (answer: string): number =>
  Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 0);

export const getRaw = async (
  port: number,
  target: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const sent = { Host: `127.0.0.1:${port}`, Connection: 'close', ...headers };
  const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}\r\n`);
  return sendRaw(port, Buffer.from(`GET ${target} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1'));
};
