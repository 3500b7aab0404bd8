/** Sources without files: what they give is known from their params. The planner runs them as SQL. */
import { userError } from '../../contract/errors.ts';
import type { GenerateSource, InlineSource } from '../../contract/source-spec.ts';
import { scalar } from '../../contract/schema.ts';
import type { SourceDescription, Split } from '../../contract/source.ts';
import type { Session } from '../duckdb/session.ts';
import type { DescribeRequest } from '../protocol.ts';
import { fingerprintOf } from './fingerprint.ts';

/** Values of a split of a generated source. */
export const GENERATED_SPLIT_ROWS = 1_000_000;

const NO_PARTITION = { partitionValues: {}, bytes: 0 } as const;

export const describeInline = (
  request: DescribeRequest & { readonly spec: InlineSource },
): SourceDescription => ({
  spec: request.spec,
  files: [],
  schema: request.spec.columns,
  splits: [{ kind: 'inline', index: 0, rows: request.spec.rows.length, ...NO_PARTITION }],
  bytes: 0,
  rows: request.spec.rows.length,
  fingerprint: fingerprintOf(request),
});

/** Throws user `bad-range` when start, stop or step cannot be read, or when the range never ends. */
export function describeGenerate(
  request: DescribeRequest & { readonly spec: GenerateSource },
  session: Session,
): SourceDescription {
  const { spec } = request;
  const splits = spec.generate === 'range' ? rangeSplits(spec) : dateSplits(spec, session);
  return {
    spec,
    files: [],
    schema: [{ name: spec.name, type: typeOf(spec) }],
    splits,
    bytes: 0,
    rows: splits.reduce((sum, split) => sum + (split.rows ?? 0), 0),
    fingerprint: fingerprintOf(request),
  };
}

const DATE_ONLY = /^\s*\d{4,}-\d{1,2}-\d{1,2}\s*$/;
const WHOLE_DAYS =
  /^\s*[-+]?\d+\s*(?:day|week|month|quarter|year|decade|centur|millenni)[a-z]*\s*$/i;

/** DATE for dates that fall on whole days, else TIMESTAMP; the rule of `generatedType` in engine/sql. */
function typeOf(spec: GenerateSource): ReturnType<typeof scalar> {
  if (spec.generate === 'range') return scalar('BIGINT');
  const dates = DATE_ONLY.test(spec.start) && DATE_ONLY.test(spec.stop);
  return scalar(dates && WHOLE_DAYS.test(spec.step) ? 'DATE' : 'TIMESTAMP');
}

function rangeSplits(spec: GenerateSource): readonly Split[] {
  const [start, stop, step] = (['start', 'stop', 'step'] as const).map((param) =>
    readInteger(spec[param], param),
  ) as [bigint, bigint, bigint];
  if (step === 0n) throw badRange('step', 'The step is 0: the range would never end.');
  const ahead = step > 0n ? stop - start : start - stop;
  const size = step > 0n ? step : -step;
  const rows = ahead <= 0n ? 0n : (ahead + size - 1n) / size;
  const splits: Split[] = [];
  const rowsPerSplit = BigInt(GENERATED_SPLIT_ROWS);
  for (let first = 0n; first < rows || splits.length === 0; first += rowsPerSplit) {
    const count = rows - first < rowsPerSplit ? rows - first : rowsPerSplit;
    const isLast = first + count === rows;
    splits.push({
      kind: 'generate',
      index: splits.length,
      from: String(start + first * step),
      to: String(isLast ? stop : start + (first + count) * step),
      rows: Number(count),
      ...NO_PARTITION,
    });
  }
  return splits;
}

function readInteger(text: string, param: string): bigint {
  const value = /^\s*[-+]?\d+\s*$/.test(text) ? BigInt(text.trim()) : undefined;
  if (value === undefined) throw badRange(param, `"${text}" is not a whole number.`);
  if (BigInt.asIntN(64, value) !== value) throw badRange(param, `${text} does not fit BIGINT.`);
  return value;
}

const badRange = (param: string, message: string, detail?: string): Error =>
  userError('bad-range', message, {
    param,
    hint: 'A range takes whole numbers; dates take dates or times and a step such as 1 day.',
    ...(detail === undefined ? {} : { detail }),
  });

/** Calendar steps are DuckDB's business: it is asked where each split begins and ends. */
function dateSplits(spec: GenerateSource, session: Session): readonly Split[] {
  const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
  const series = `generate_series(${text(spec.start)}::TIMESTAMP, ${text(spec.stop)}::TIMESTAMP, ${text(spec.step)}::INTERVAL)`;
  let rows: ReturnType<Session['query']>;
  try {
    rows = session.query(
      `SELECT count(*)::DOUBLE AS n,
         first(t ORDER BY i)::VARCHAR AS first, last(t ORDER BY i)::VARCHAR AS last
       FROM (SELECT generate_series AS t, row_number() OVER () - 1 AS i FROM ${series})
       GROUP BY i // ${GENERATED_SPLIT_ROWS} ORDER BY i // ${GENERATED_SPLIT_ROWS}`,
    );
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    throw badRange(
      'start',
      `The dates cannot be generated: ${detail.split('\n')[0] ?? ''}`,
      detail,
    );
  }
  if (rows.numRows === 0) {
    const { start: from, stop: to } = spec;
    return [{ kind: 'generate', index: 0, from, to, rows: 0, ...NO_PARTITION }];
  }
  return Array.from({ length: rows.numRows }, (_, index): Split => ({
    kind: 'generate',
    index,
    from: String(rows.getChild('first')?.get(index)),
    to: String(rows.getChild('last')?.get(index)),
    rows: Number(rows.getChild('n')?.get(index)),
    ...NO_PARTITION,
  }));
}
