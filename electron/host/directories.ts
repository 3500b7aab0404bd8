/** Folders where a host keeps what it keeps for a person. */
import envPaths from 'env-paths';

export interface HostDirectories {
  readonly config: string;
  readonly log: string;
}

/** Those of the person on this computer. */
export function hostDirectories(): HostDirectories {
  const { config, log } = envPaths('sluice', { suffix: '' });
  return { config, log };
}
