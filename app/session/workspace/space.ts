/** Whether what the browser lets this page store is nearly used up. */

/** Of the quota. Above it, a data file of usual size may be the last one that fits. */
const SCARCE = 0.9;

export const isScarce = (
  space: { readonly usage: number; readonly quota: number } | undefined,
): boolean => space !== undefined && space.quota > 0 && space.usage > space.quota * SCARCE;
