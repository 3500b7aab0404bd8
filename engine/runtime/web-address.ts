/** Addresses where paths are wanted: no engine reads over the network, so that a run can be done again. */
import { type EngineFailure, userError } from '../contract/errors.ts';

/** A drive of Windows has one letter. */
const ADDRESS = /^[a-z][a-z0-9+.-]+:\/\//i;
const LONGEST_SHOWN = 200;

/** Undefined for what may be a path. */
export function addressFailure(pattern: string): EngineFailure | undefined {
  if (!ADDRESS.test(pattern)) return undefined;
  const shown = pattern.length > LONGEST_SHOWN ? `${pattern.slice(0, LONGEST_SHOWN)}…` : pattern;
  return userError('bad-path', `${JSON.stringify(shown)} is no path: it is a URL.`, {
    hint: /^file:/i.test(pattern)
      ? 'Write the path itself, relative to the pipeline.'
      : 'Pipelines read files, not the network: download it, and write the path of the file.',
    location: { file: shown },
  });
}
