/** Lines for a shell, as READMEs show them. */

export const shellText = (text: string): string =>
  /["$`\\!]/.test(text) ? `'${text.replaceAll("'", `'\\''`)}'` : `"${text}"`;

/** The line that makes folders; none, if there are none. */
export const makeFolders = (folders: readonly string[]): string =>
  folders.length === 0 ? '' : `mkdir -p ${folders.map(shellText).join(' ')}\n`;
