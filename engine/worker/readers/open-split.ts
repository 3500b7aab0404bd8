/** Makes a split's rows queryable as `input.table`, with exactly `input.columns`, in order. */
import type { SplitInput, SplitServices } from '../task-parts.ts';
import { openCsv } from './csv/open-csv.ts';
import { openJson } from './json/open-json.ts';
import { openParquetSplit } from './parquet/open-parquet.ts';
import type { ReadableSplit } from './readable-split.ts';

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
    default:
      throw new Error('not yet');
  }
}
