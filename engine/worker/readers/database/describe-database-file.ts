/** Files that hold a database: looked at by the database's own library. */
import { userError } from '../../../contract/errors.ts';
import type { SourceDescription } from '../../../contract/source.ts';
import type { DatabaseFileSource } from '../../../contract/source-spec.ts';
import type { DescribeRequest } from '../../protocol.ts';
import type { SplitServices } from '../../task-parts.ts';
import { fingerprintOf } from '../fingerprint.ts';

/** One split: whoever wants parts of a table asks for them in a query. */
export async function describeDatabaseFile(
  request: DescribeRequest & { readonly spec: DatabaseFileSource },
  { databases }: Pick<SplitServices, 'databases'>,
): Promise<SourceDescription> {
  const { spec, files } = request;
  if (databases === undefined) throw needsComputer();
  const [first, second] = files;
  if (first === undefined || second !== undefined) {
    throw userError('files-differ', 'The path of a database names several files.', {
      param: 'path',
      hint: 'Name one file; unite several inputs in a step of its own.',
    });
  }
  const { file } = first;
  return {
    spec,
    files,
    ...(await databases.describeFile(spec, files)),
    splits: [
      {
        kind: 'database',
        index: 0,
        file,
        partitionValues: {},
        bytes: file.size,
        unbounded: true,
      },
    ],
    bytes: file.size,
    fingerprint: fingerprintOf(request),
  };
}

/** What a browser cannot do by itself. */
export const needsComputer = (): Error =>
  userError('needs-computer', 'A browser by itself cannot read databases.', {
    hint: 'Run it on this computer: in the desktop app, under `sluice serve` or with `sluice run`.',
  });
