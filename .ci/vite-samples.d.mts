import type { Plugin } from 'vite';

export function sampleFiles(): Map<string, string | Uint8Array<ArrayBuffer>>;
export function samples(): Plugin;
