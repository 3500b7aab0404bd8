/** The file of the built studio that a request names. */

const LONGEST = 1024;

/** An encoded slash, backslash or NUL would be another path to who decodes it than to who does not. */
const ENCODED_SEPARATOR = /%(?:2f|5c|00)/i;

const REFUSED = /[\p{Cc}\\:]/u;

/**
 * @param target of the request line, as it was sent: no client has tidied it
 * @returns path below the folder of the studio, of plain names with `/` between them; undefined for
 *   what no studio asks for
 */
export function appPath(target: string): string | undefined {
  const [raw = ''] = target.split(/[?#]/, 1);
  if (!raw.startsWith('/') || raw.length > LONGEST || ENCODED_SEPARATOR.test(raw)) return undefined;
  const path = decodeOnce(raw.slice(1));
  if (path === undefined || REFUSED.test(path)) return undefined;
  const names = path.split('/');
  const last = names.pop();
  if (![...names, last || 'index.html'].every(isPlainName)) return undefined;
  return [...names, last || 'index.html'].join('/');
}

function decodeOnce(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Neither `.` and `..` nor hidden files, which the build writes for itself. */
const isPlainName = (name: string): boolean => name !== '' && !name.startsWith('.');
