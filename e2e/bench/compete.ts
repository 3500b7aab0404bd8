/** Runs jobs by several contenders: answers compared first, then interleaved rounds. */
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { join } from 'node:path';
import { differences, throughParquet } from '../compare.ts';
import type { Contender, Job, State } from './contender.ts';
import { Measurements } from './measure.ts';

/**
 * A contender that gives a wrong answer stops the benchmark. In every round each contender starts
 * afresh and does all jobs once (`first`), then once more (`again`), before the next one's turn.
 */
export async function compete(
  contenders: readonly Contender[],
  jobs: readonly Job[],
  rounds: number,
  reference: NativeDuckDB,
  scratch: string,
  log: (line: string) => void,
  states: readonly State[],
): Promise<Measurements> {
  const measurements = new Measurements();
  try {
    for (const contender of contenders) {
      if (contender.answer === undefined) continue;
      log(`${contender.name}: comparing answers`);
      await contender.open(jobs);
      for (const job of jobs) await compareAnswer(contender, job, reference, scratch);
      await contender.close();
    }
    for (let round = 1; round <= rounds; round += 1) {
      for (const contender of contenders) {
        log(`round ${round} of ${rounds}: ${contender.name}`);
        await contender.open(jobs);
        for (const state of states) {
          for (const job of jobs) {
            const milliseconds = await contender.run(job, state);
            measurements.add({ job: job.name, contender: contender.name, state }, milliseconds);
            const inTasks = contender.inTasks?.();
            if (inTasks === undefined) continue;
            const name = `${contender.name}: tasks`;
            measurements.add({ job: job.name, contender: name, state }, inTasks);
          }
        }
        await contender.close();
      }
    }
  } finally {
    await Promise.all(contenders.map((contender) => contender.close()));
  }
  return measurements;
}

async function compareAnswer(
  contender: Contender,
  job: Job,
  reference: NativeDuckDB,
  scratch: string,
): Promise<void> {
  await contender.run(job);
  for (const [table, file] of Object.entries(job.tables)) {
    await reference.execute(`CREATE OR REPLACE VIEW ${table} AS FROM '${file}'`);
  }
  const answer = (await contender.answer?.(job)) ?? '';
  const file = join(scratch, `${job.name}.expected.parquet`);
  const expected = await throughParquet(reference, job.sql, file);
  const actual = await withTypes(answer, expected, reference);
  const found = await differences(reference, actual, expected, { orderBy: job.orderBy });
  if (found.length > 0) {
    throw new Error(`${contender.name} answers ${job.name} wrongly:\n${found.join('\n')}`);
  }
}

/** Answers that come as texts (`TEXTS` stands for their columns) get the types of the reference. */
async function withTypes(answer: string, sql: string, reference: NativeDuckDB): Promise<string> {
  if (!answer.includes('TEXTS')) return answer;
  const columns = await reference.queryRows(`DESCRIBE ${sql}`);
  const texts = columns.map(({ column_name: name }) => `"${String(name)}": 'VARCHAR'`).join(', ');
  const casts = columns.map(
    ({ column_name: name, column_type: type }) =>
      `CAST("${String(name)}" AS ${String(type)}) AS "${String(name)}"`,
  );
  return `SELECT ${casts.join(', ')} ${answer.replace('TEXTS', `{${texts}}`)}`;
}
