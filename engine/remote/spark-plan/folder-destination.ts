/** Files in a folder of a storage. Connect has no files: all that can be done is reading and writing. */
import type { FileTarget } from '../../contract/file-target.ts';
import type { SparkOption } from '../../spark/file-options.ts';
import { writeFormat } from '../../spark/file-options.ts';
import { isSparkError } from '../spark-connect/errors.ts';
import { inFileOrder, queryPlan, readRelation, writePlan } from './connect-plans.ts';
import type { Destination, DestinationServices } from './destination.ts';
import { removeFolder } from './remove-folder.ts';

/** Whatever the cluster's defaults are. */
const WRITE_OPTIONS: readonly SparkOption[] = [
  // Files are renamed into place when the whole job is done.
  ['mapreduce.fileoutputcommitter.algorithm.version', '1'],
  // What is replaced is the whole folder.
  ['partitionOverwriteMode', 'static'],
];

export function folderDestination(
  target: FileTarget,
  { session, signal, id }: DestinationServices,
): Destination {
  const { path, partitionBy } = target;
  const { format, options } = writeFormat(target);
  const staged = stagingPath(path, id);
  const hasFiles = async (folder: string): Promise<boolean> => {
    const all = readRelation({
      format: 'binaryFile',
      paths: [literalPath(folder)],
      options: [['recursiveFileLookup', true]],
    });
    const files = await session.inputFiles(queryPlan(all), signal === undefined ? {} : { signal });
    return files.length > 0;
  };
  return {
    write: (input, mode) =>
      writePlan({
        input,
        format,
        path,
        mode,
        partitionBy,
        options: [...options, ...WRITE_OPTIONS],
      }),
    isTaken: (thrown) => isSparkError(thrown, 'PATH_ALREADY_EXISTS'),
    exists: `There are files in ${path} already.`,
    // A job that failed may have left its folder, without files.
    isEmpty: async () => !(await hasFiles(path)),
    staging: {
      kind: 'folder of Parquet files',
      name: staged,
      write: (input) =>
        writePlan({
          input,
          format: 'parquet',
          path: staged,
          mode: 'error',
          partitionBy: [],
          options: WRITE_OPTIONS,
        }),
      rows: (ordered) => {
        const files = readRelation({
          format: 'parquet',
          paths: [literalPath(staged)],
          options: [],
        });
        return ordered ? inFileOrder(files) : files;
      },
      isThere: () =>
        hasFiles(staged).catch((thrown: unknown) => {
          if (isSparkError(thrown, 'PATH_NOT_FOUND')) return false;
          throw thrown;
        }),
      remove: () => removeFolder(staged, id, session),
    },
  };
}

/** In a path to read, Hadoop sees patterns; in one to write it sees none. */
const literalPath = (path: string): string => path.replaceAll(/[{}[\]*?\\]/g, '\\$&');

/** Hidden to who reads the folder around. */
export function stagingPath(path: string, id: string): string {
  const [, parent = '', name = ''] = /^(.*\/)?([^/]+)\/*$/.exec(path) ?? [];
  return `${parent}_sluice-${id}-${name}`;
}
