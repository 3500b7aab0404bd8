/** How much is drawn of a step: from afar a plain box. */
import { createContext } from 'react';

export const DetailContext = createContext<'full' | 'plain'>('full');

/** Zoom below which nothing in a step could be read. */
export const PLAIN_BELOW = 0.4;
