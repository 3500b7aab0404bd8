/** Statements that tidy up: done for what they do, and not always allowed. */
import { toEngineError } from '../../contract/errors.ts';
import type { SparkSession } from '../spark-connect/session.ts';
import { commandPlan } from './connect-plans.ts';

export async function runCommand(
  statement: string,
  session: Pick<SparkSession, 'execute'>,
): Promise<void> {
  for await (const _ of session.execute(commandPlan(statement)));
}

/** @returns whether it went: catalogs may refuse to make and to drop tables */
export async function isTidied(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (thrown) {
    if (toEngineError(thrown).kind === 'internal') throw thrown;
    return false;
  }
}
