/** Addresses where paths are wanted: no engine reads over the network, so that a run can be done again. */
import { type EngineFailure, userError } from '../contract/errors.ts';
import { isOnlyOnCluster, schemeOf } from '../contract/file-target.ts';

const LONGEST_SHOWN = 200;

/** Undefined for what may be a path. */
export function addressFailure(pattern: string): EngineFailure | undefined {
  const scheme = schemeOf(pattern);
  if (scheme === undefined) return undefined;
  const location = { file: shortened(pattern) };
  if (isOnlyOnCluster(pattern)) {
    return userError(
      'only-on-cluster',
      `Only a cluster gets to ${JSON.stringify(location.file)}.`,
      {
        hint: 'Push the pipeline to one, or write the path of a file of this computer.',
        location,
      },
    );
  }
  return userError('bad-path', `${JSON.stringify(location.file)} is no path: it is a URL.`, {
    hint:
      scheme === 'file'
        ? 'Write the path itself, relative to the pipeline.'
        : 'Pipelines read files, not the network: download it, and write the path of the file.',
    location,
  });
}

const shortened = (text: string): string =>
  text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
