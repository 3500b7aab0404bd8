/** Makes a split's rows queryable as `input.table`, with exactly `input.columns`, in order. */
import { internalError } from '../../contract/errors.ts';
import type { SplitInput, SplitServices } from '../task-parts.ts';
import { openArrow } from './arrow/read-arrow.ts';
import { openCsv } from './csv/open-csv.ts';
import { openJson } from './json/open-json.ts';
import { openParquetSplit } from './parquet/open-parquet.ts';
import { openDatabaseSplit } from './database/open-database.ts';
import type { ReadableSplit } from './readable-split.ts';

/** Throws `EngineFailure`: user errors name the file and, where it is known, line or row group. */
export async function openSplit(
  input: SplitInput,
  services: SplitServices,
): Promise<ReadableSplit> {
  switch (input.split.kind) {
    case 'csv':
      return openCsv(input, services);
    case 'parquet':
      return openParquetSplit(input, services);
    case 'json':
      return openJson(input, services);
    case 'arrow':
      return openArrow(input, services);
    case 'database':
      return openDatabaseSplit(input, services);
    case 'whole':
    case 'inline':
    case 'generate':
      throw internalError(`a split of kind ${input.split.kind} is SQL, not a file`);
  }
}
