/** The settings of a person on this computer. */
import { join } from 'node:path';
import type { z } from 'zod';
import { type HostSettings, hostSettings, type MACHINE_METHODS } from '../api/machine-methods.ts';
import type { HostLog } from '../host-services.ts';
import { createJsonFile } from '../store/json-file.ts';

export interface SettingsService {
  readonly get: () => Promise<HostSettings>;
  readonly set: (
    changes: z.output<(typeof MACHINE_METHODS)['settings.set']['params']>,
  ) => Promise<HostSettings>;
}

const INITIAL: HostSettings = { place: 'tab', updates: false };

export function createSettings(directory: string, log: HostLog): SettingsService {
  const file = createJsonFile({
    path: join(directory, 'settings.json'),
    version: 1,
    schema: hostSettings,
    initial: INITIAL,
    log,
  });
  return {
    get: file.read,
    set: (changes) =>
      file.update((settings) => {
        const merged = Object.entries({ ...settings, ...changes });
        // Null takes away, undefined changes nothing.
        const kept = merged.map(([key, value]): [string, unknown] => [
          key,
          value === undefined ? settings[key as keyof HostSettings] : (value ?? undefined),
        ]);
        return Object.fromEntries(kept.filter(([, value]) => value !== undefined)) as HostSettings;
      }),
  };
}
