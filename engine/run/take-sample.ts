/** Stores the first rows of a source, or all of them where they are few. */
import type { Scan } from '../contract/relation.ts';
import type { SourceDescription, Split } from '../contract/source.ts';
import type { PlannedTask } from '../physical/make-tasks.ts';
import type { BlockInfo } from '../worker/protocol.ts';
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

/** Each split is a task: of thousands of small files, the first will do. */
const MOST_SPLITS = 200;

/** More columns than this are not read before they are needed. */
const FEW_COLUMNS = 64;

/** Rows of a sample of very many columns. */
const FEWEST_ROWS = 2000;

export const isWide = (scan: Scan, { physical }: RunServices): boolean =>
  physical.sourceSchema(scan).length > FEW_COLUMNS;

/**
 * Of all columns where they are few: what an edit needs next is there already. Else of those that the
 * scan asks for and those that were needed before.
 * @param services of a run of its own: a preview that is given up leaves the sample to the next one
 */
export function sampleSource(
  scan: Scan,
  parts: EngineParts,
  services: RunServices,
): Promise<SourceSample> {
  const { source, output } = scan;
  const { fingerprint } = services.physical.describe(scan);
  const key = `${fingerprint} ${output}`;
  const all = services.physical.sourceSchema(scan).map(({ name }) => name);
  const needed = isWide(scan, services) ? parts.samples.need(key, scan.columns ?? all) : undefined;
  const columns =
    needed && all.filter((name, i) => needed.has(name) || (needed.size === 0 && i === 0));
  const narrow: Scan = { kind: 'scan', source, output, ...(columns && { columns }) };
  return parts.samples.of(columns ? `${key} ${columns.join('\n')}` : key, (stage) =>
    takeSample(narrow, stage, parts, services),
  );
}

const sampleRows = (columns: number): number =>
  columns <= FEW_COLUMNS
    ? SAMPLE_ROWS
    : Math.max(FEWEST_ROWS, Math.floor((SAMPLE_ROWS * FEW_COLUMNS) / columns));

async function takeSample(
  scan: Scan,
  stage: string,
  parts: EngineParts,
  services: RunServices,
): Promise<SourceSample> {
  const description = services.physical.describe(scan);
  const whole = isSmall(description);
  const schema = services.physical.scanSchema(scan);
  const most = sampleRows(schema.length);
  // A database gives as many rows as it is asked for.
  const isLimited = !whole && description.database !== undefined;
  const count = whole ? description.splits.length : splitsNeeded(description.splits, most);
  const { done } = await runTasks(
    scan,
    {
      sql: (query) => (whole ? query : `SELECT * FROM (${query}) LIMIT ${most}`),
      output: () => ({ kind: 'store' }),
      choose: (tasks) => {
        const first = tasks.slice(0, Math.max(1, count));
        return isLimited ? first.map((task) => withLimit(task, most)) : first;
      },
    },
    whole
      ? services
      : {
          ...services,
          splitsOf: (each) => services.splitsOf(each).map((split) => cut(split, most)),
        },
  );
  const made = done.map(blocksOf);
  const partitions = whole ? made : untilCutOff(made, most);
  await keepBlocks(parts, made.slice(partitions.length).flat()).close();
  const { rows, bytes, read, close } = keepBlocks(parts, partitions.flat());
  const all = whole || (isLimited && rows < most && count >= description.splits.length);
  return {
    output: {
      kind: 'stage-output',
      stage,
      schema,
      distribution: { kind: whole ? 'materialise' : 'single' },
      read: whole ? 'partition' : 'all',
    },
    partitions,
    rows,
    bytes,
    coverage: all ? 'whole' : 'prefix',
    sources: new Map([[`${description.fingerprint} ${scan.output}`, rows]]),
    read,
    close,
  };
}

/** What comes after a split that has more rows than were taken is not the beginning of the source. */
function untilCutOff(
  partitions: readonly (readonly BlockInfo[])[],
  most: number,
): readonly (readonly BlockInfo[])[] {
  const rowsIn = (blocks: readonly BlockInfo[]): number =>
    blocks.reduce((sum, { rows }) => sum + rows, 0);
  const at = partitions.findIndex((blocks) => rowsIn(blocks) >= most);
  return at < 0 ? partitions : partitions.slice(0, at + 1);
}

const withLimit = (task: PlannedTask, limit: number): PlannedTask => ({
  ...task,
  inputs: task.inputs.map((input) =>
    input.kind === 'split' ? { ...input, split: limited(input.split, limit) } : input,
  ),
});

function limited(split: Split, limit: number): Split {
  if (split.kind === 'database') return { ...split, limit };
  return split.kind === 'whole'
    ? { ...split, parts: split.parts.map((part) => limited(part, limit)) }
    : split;
}

/** Rows that no format tells are few in few bytes. */
const isSmall = ({ bytes, rows = 0, splits }: SourceDescription): boolean =>
  bytes <= WHOLE_BYTES && rows <= WHOLE_ROWS && splits.length <= MOST_SPLITS;

/** As many of a whole source's parts as hold the rows, where they are read one by one. */
const cut = (split: Split, most: number): Split =>
  split.kind === 'whole' && !split.inPlace
    ? { ...split, parts: split.parts.slice(0, splitsNeeded(split.parts, most)) }
    : split;

function splitsNeeded(splits: readonly Split[], most: number): number {
  let [bytes, rows] = [0, 0];
  const end = splits.findIndex((split, i) => {
    bytes += split.bytes;
    rows += split.rows ?? 0;
    return bytes >= SAMPLE_BYTES || rows >= most || i + 1 >= MOST_SPLITS;
  });
  return end < 0 ? splits.length : end + 1;
}
