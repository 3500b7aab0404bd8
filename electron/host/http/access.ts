/**
 * Who may speak to the server on loopback. Any page of the browser can send it requests, and a page
 * whose name was made to lead here (DNS rebinding) can read the answers: so the names in `Host` and
 * `Origin` must be loopback's own, and the host is only for who has the token.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Spoken over the socket; grows with the frames. */
export const PROTOCOL = 'sluice.1';
/** A browser can send a token with a socket in no other header. */
const TOKEN_PROTOCOL = 'token.';

export const createToken = (): string => randomBytes(32).toString('base64url');

const NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/** @param host the `Host` header */
export const isOurHost = (host: string | undefined, port: number): boolean =>
  NAMES.some((name) => host === `${name}:${port}` || (port === 80 && host === name));

/** Pages of ours only: a file on disk or a sandboxed frame has the origin `null`. */
export const isOurOrigin = (origin: string, host: string): boolean => origin === `http://${host}`;

/** @param protocols the `Sec-WebSocket-Protocol` header */
export function hasToken(protocols: string | undefined, token: string): boolean {
  const offered = (protocols ?? '').split(',').map((name) => name.trim());
  const given = offered.find((name) => name.startsWith(TOKEN_PROTOCOL));
  if (given === undefined || !offered.includes(PROTOCOL)) return false;
  return isSameSecret(given.slice(TOKEN_PROTOCOL.length), token);
}

/** Takes as long for a token that is nearly right as for any other, whatever its length. */
const isSameSecret = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
