/** Opens an address in the browser, where there is a screen to open it on. */

export function hasScreen(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  const set = (name: string): boolean => (env[name] ?? '') !== '';
  if (set('CI')) return false;
  return platform !== 'linux' || set('DISPLAY') || set('WAYLAND_DISPLAY');
}

/** The address is printed already: a machine without an opener is fine. */
export async function openBrowser(url: string): Promise<void> {
  if (!hasScreen(process.platform, process.env)) return;
  const { default: open } = await import('open');
  await open(url).catch(() => undefined);
}
