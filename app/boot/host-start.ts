/**
 * The host is greeted while the page loads itself: the page has a script tag of its own for this module,
 * before that of the studio.
 */
import type { Connect } from './connect-computer.ts';
import { isHosted } from './host-sign.ts';

/** Undefined: there is no host. The studio waits for it, and says what went wrong. */
export const greeted: Promise<Connect | undefined> | undefined = isHosted()
  ? import('./connect-computer.ts').then(({ greetHost }) => greetHost())
  : undefined;

greeted?.catch(() => undefined);
