/**
 * What the engine of a push may hold. It computes nothing but samples, reads what goes along, which is little,
 * and writes what is fetched once: to keep more for later would only take it from others.
 */
export const PUSH_ENGINE = { memory: 512 << 20 } as const;
