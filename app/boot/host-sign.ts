/** Whether there may be a host behind the studio: all that a studio without one loads of it. */

/** `sluice serve` puts its token here, where browsers send it to nobody. */
export const HOST_PREFIX = '#host=';

export const TOKEN_KEY = 'sluice.host';

export function isHosted(): boolean {
  try {
    return (
      'sluice' in window ||
      location.hash.startsWith(HOST_PREFIX) ||
      sessionStorage.getItem(TOKEN_KEY) !== null
    );
  } catch {
    // Storage is denied.
    return false;
  }
}

/** The address of a host that was started again differs in its fragment alone: it loads nothing by itself. */
export function followHostAddress(): void {
  addEventListener('hashchange', () => {
    if (location.hash.startsWith(HOST_PREFIX)) location.reload();
  });
}
