/** Paths of files to read, as Hadoop takes them. */
import { isCatalogTable } from '../../contract/file-target.ts';
import { refuse } from '../refusal.ts';

/** Escaped where Hadoop sees a pattern and DuckDB a name; the patterns of both (`*`, `?`, `[…]`) stay. */
export const sparkPaths = (paths: readonly string[]): string[] => paths.map(sparkPath);

function sparkPath(path: string): string {
  if (isCatalogTable(path)) return path;
  if (/^https?:/i.test(path)) {
    return refuse('Spark reads no files from the web.', 'Download the file first.');
  }
  if (path.includes('**')) {
    return refuse(
      'Spark has no ** for folders in folders.',
      'Write a * for each level of folders.',
    );
  }
  if (/^[._]/.test(path.split('/').at(-1) ?? '')) {
    return refuse('Spark passes over files whose names begin with . or _.', 'Rename the file.');
  }
  return withoutScheme(path.replaceAll(/[{}]/g, '\\$&'));
}

/** A colon in the first name of a relative path would end the scheme of a URI. */
const withoutScheme = (path: string): string =>
  /^[^/]*:/.test(path) && !/^[A-Za-z][A-Za-z0-9+.-]*:\/|^[A-Za-z]:/.test(path) ? `./${path}` : path;
