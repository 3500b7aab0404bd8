/** What opens files is loaded with the first of them: a page that is only looked at does without. */
import type { openFiles as open } from './open-files.ts';

export const openFiles: typeof open = async (...given) => {
  const loaded = await import('./open-files.ts');
  await loaded.openFiles(...given);
};
