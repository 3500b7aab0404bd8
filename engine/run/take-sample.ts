/** Stores the first rows of a source, or all of them where they are few. */
import type { Scan } from '../contract/relation.ts';
import type { SourceDescription, Split } from '../contract/source.ts';
import type { EngineParts, RunServices } from './engine-parts.ts';
import { blocksOf, runTasks } from './run-stage.ts';
import type { SourceSample } from './source-samples.ts';
import { keepBlocks } from './stored-rows.ts';

/** Sources up to this size are small: all of their rows are taken. */
const WHOLE_BYTES = 8 << 20;
const WHOLE_ROWS = 200_000;

/** Of larger ones: enough rows to see something in, few enough to be computed between two keys. */
const SAMPLE_BYTES = 8 << 20;
const SAMPLE_ROWS = 50_000;

/** @param services of a run of its own: a preview that is given up leaves the sample to the next one */
export function sampleSource(
  { source, output }: Scan,
  parts: EngineParts,
  services: RunServices,
): Promise<SourceSample> {
  // All columns: what an edit needs next is there already.
  const scan: Scan = { kind: 'scan', source, output };
  const { fingerprint } = services.physical.describe(scan);
  return parts.samples.of(`${fingerprint} ${output}`, (stage) =>
    takeSample(scan, stage, parts, services),
  );
}

async function takeSample(
  scan: Scan,
  stage: string,
  parts: EngineParts,
  services: RunServices,
): Promise<SourceSample> {
  const description = services.physical.describe(scan);
  const whole = isSmall(description);
  const count = whole ? description.splits.length : splitsNeeded(description.splits);
  const { done } = await runTasks(
    scan,
    {
      sql: (query) => (whole ? query : `SELECT * FROM (${query}) LIMIT ${SAMPLE_ROWS}`),
      output: () => ({ kind: 'store' }),
      choose: (tasks) => tasks.slice(0, Math.max(1, count)),
    },
    services,
  );
  const partitions = done.map(blocksOf);
  const { rows, bytes, read, close } = keepBlocks(parts, partitions.flat());
  return {
    output: {
      kind: 'stage-output',
      stage,
      schema: services.physical.sourceSchema(scan),
      distribution: { kind: whole ? 'materialise' : 'single' },
      read: whole ? 'partition' : 'all',
    },
    partitions,
    rows,
    bytes,
    coverage: whole ? 'whole' : 'prefix',
    sources: new Map([[`${description.fingerprint} ${scan.output}`, rows]]),
    read,
    close,
  };
}

/** Rows that no format tells are few in few bytes. */
const isSmall = ({ bytes, rows = 0 }: SourceDescription): boolean =>
  bytes <= WHOLE_BYTES && rows <= WHOLE_ROWS;

function splitsNeeded(splits: readonly Split[]): number {
  let [bytes, rows] = [0, 0];
  const end = splits.findIndex((split) => {
    bytes += split.bytes;
    rows += split.rows ?? 0;
    return bytes >= SAMPLE_BYTES || rows >= SAMPLE_ROWS;
  });
  return end < 0 ? splits.length : end + 1;
}
