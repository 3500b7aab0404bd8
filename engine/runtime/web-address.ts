/** Addresses where paths are wanted: no engine reads over the network, so that a run can be done again. */
import { type EngineFailure, userError } from '../contract/errors.ts';
import { schemeOf } from '../contract/file-target.ts';

const LONGEST_SHOWN = 200;

/** Undefined for what may be a path. */
export function addressFailure(pattern: string): EngineFailure | undefined {
  const scheme = schemeOf(pattern);
  if (scheme === undefined) return undefined;
  const shown = pattern.length > LONGEST_SHOWN ? `${pattern.slice(0, LONGEST_SHOWN)}…` : pattern;
  return userError('bad-path', `${JSON.stringify(shown)} is no path: it is a URL.`, {
    hint: hintOf(scheme),
    location: { file: shown },
  });
}

function hintOf(scheme: string): string {
  switch (scheme) {
    case 'file':
      return 'Write the path itself, relative to the pipeline.';
    case 'http':
    case 'https':
      return 'Pipelines read files, not the network: download it, and write the path of the file.';
    default:
      return 'Only a cluster gets there: push the pipeline to one, or write the path of a file here.';
  }
}
