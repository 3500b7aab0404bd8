// The response headers that the app is made for. The server of `npm start` and of the tests sends
// them; the build writes them as `_headers`, which static hosts understand.

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

/** @type {Readonly<Record<string, string>>} */
export const HEADERS = {
  // Cross-origin isolation: SharedArrayBuffer and precise clocks need it.
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': POLICY,
};

const lines = (headers) => Object.entries(headers).map(([name, value]) => `  ${name}: ${value}\n`);

/** The `_headers` file of Netlify, Cloudflare Pages and others. */
export const headersFile = () =>
  ['/*\n', ...lines({ ...HEADERS, 'Cache-Control': 'no-cache' })]
    .concat('\n/assets/*\n', lines({ 'Cache-Control': 'public, max-age=31536000, immutable' }))
    .join('');
