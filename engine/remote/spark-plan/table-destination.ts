/** A table of the cluster's catalog. How it is stored, and where, is up to the catalog. */
import type { FileTarget } from '../../contract/file-target.ts';
import { partsOfTable, tableName } from '../../spark/catalog-tables.ts';
import { writeFormat } from '../../spark/file-options.ts';
import { quoteName } from '../../spark/types.ts';
import { isSparkError } from '../spark-connect/errors.ts';
import { queryPlan, saveTablePlan, tableRelation } from './connect-plans.ts';
import type { Destination, DestinationServices } from './destination.ts';
import { isTidied, runCommand } from './run-command.ts';

export function tableDestination(
  target: FileTarget,
  { session, signal, id }: DestinationServices,
): Destination {
  const name = tableName(target.path);
  const staged = stagingTable(name, id);
  const { options } = writeFormat(target);
  return {
    write: (input, mode) =>
      saveTablePlan(name, { input, mode, partitionBy: target.partitionBy, options }),
    isTaken: (thrown) => isSparkError(thrown, 'TABLE_OR_VIEW_ALREADY_EXISTS'),
    exists: `There is a table ${name} already.`,
    // A table without rows is somebody's: its columns and rights are lost with it.
    isEmpty: () => Promise.resolve(false),
    staging: {
      kind: 'table',
      name: staged,
      write: (input) =>
        saveTablePlan(staged, { input, mode: 'error', partitionBy: [], options: [] }),
      rows: () => tableRelation(staged),
      isThere: async () => {
        try {
          const plan = queryPlan(tableRelation(staged));
          await session.schema(plan, signal === undefined ? {} : { signal });
          return true;
        } catch (thrown) {
          if (isSparkError(thrown, 'TABLE_OR_VIEW_NOT_FOUND')) return false;
          throw thrown;
        }
      },
      remove: () => isTidied(() => runCommand(`DROP TABLE IF EXISTS ${staged}`, session)),
    },
  };
}

/** Of the same catalog and schema. */
export function stagingTable(name: string, id: string): string {
  const parts = partsOfTable(name);
  const beside = `_sluice_${id.replaceAll(/\W/g, '_')}_${parts.at(-1) ?? ''}`;
  return [...parts.slice(0, -1), beside].map(quoteName).join('.');
}
