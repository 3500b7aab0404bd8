type Outcome<Done> =
  { readonly ok: true; readonly done: Done } | { readonly ok: false; readonly thrown: unknown };

/**
 * Runs tasks in order until the first ones hold enough rows. Which tasks are kept, and whether a
 * failure matters, hangs on the rows of the tasks before it alone; how many are under way at a time
 * only decides how many ran for nothing. Once nothing is under way any more, throws what the first
 * task threw whose rows are needed.
 *
 * @param rows how many are enough
 * @param parallelism tasks under way at a time
 */
export async function runUntil<Task, Done>(
  tasks: readonly Task[],
  rows: number,
  parallelism: number,
  runOne: (task: Task) => Promise<Done>,
  rowsOf: (done: Done) => number,
): Promise<Done[]> {
  const outcomes: (Outcome<Done> | undefined)[] = [];
  let next = 0;
  let failed = false;

  /** The tasks up to the last one needed, or to the first one that is not done. */
  const needed = (): { readonly list: Outcome<Done>[]; readonly enough: boolean } => {
    const list: Outcome<Done>[] = [];
    let found = 0;
    for (const outcome of outcomes) {
      if (found >= rows || outcome === undefined) break;
      list.push(outcome);
      if (outcome.ok) found += rowsOf(outcome.done);
    }
    return { list, enough: found >= rows };
  };

  const work = async (): Promise<void> => {
    // Nothing after a failure can be needed: it ends the run, or there are enough rows before it.
    while (!failed && !needed().enough) {
      const index = next;
      const task = tasks[index];
      if (task === undefined) return;
      next += 1;
      outcomes[index] = await runOne(task).then(
        (done): Outcome<Done> => ({ ok: true, done }),
        (thrown: unknown): Outcome<Done> => ({ ok: false, thrown }),
      );
      failed ||= !outcomes[index].ok;
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallelism, tasks.length) }, work));

  return needed().list.map((outcome) => {
    if (!outcome.ok) throw outcome.thrown;
    return outcome.done;
  });
}
