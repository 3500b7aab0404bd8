/**
 * The response headers that the studio is made for: sent by `sluice serve` and the desktop app, written
 * by the build as `_headers`, which static hosts understand, and used by the development server.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  // data: is how one decoder brings its wasm.
  "connect-src 'self' data:",
  "manifest-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export type Headers = Readonly<Record<string, string>>;

export const HEADERS: Headers = {
  // Cross-origin isolation: SharedArrayBuffer and precise clocks need it.
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': POLICY,
};

/** Files of the build whose names hold a hash of their content. */
export const HASHED = 'assets/';

/** @param path as in the build, without a slash before it */
export const cacheControl = (path: string): string =>
  path.startsWith(HASHED) ? 'public, max-age=31536000, immutable' : 'no-cache';

const lines = (headers: Headers): string[] =>
  Object.entries(headers).map(([name, value]) => `  ${name}: ${value}\n`);

/** The `_headers` file of Netlify, Cloudflare Pages and others. */
export const headersFile = (): string =>
  [
    '/*\n',
    ...lines({ ...HEADERS, 'Cache-Control': cacheControl('') }),
    `\n/${HASHED}*\n`,
    ...lines({ 'Cache-Control': cacheControl(HASHED) }),
  ].join('');
