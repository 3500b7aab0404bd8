import { expect, test } from 'vitest';
import { describeOnCluster, theCluster } from '../cluster.ts';
import { read, slowly } from '../queries.ts';
import { sqlPlan } from '../spark-connect.ts';
import { codeOf, withSession } from '../with-session.ts';

const TEN = Array.from({ length: 10 }, (_, index) => index);
const query = (index: number): string =>
  `SELECT ${index} AS job, count(*) AS n FROM (${slowly(10 + index, 50, 4)})`;
const expected = (index: number) => [{ job: index, n: BigInt(10 + index) }];

describeOnCluster('ten jobs at once', () => {
  test('in sessions of their own: each has its own result', async () => {
    const { connect } = await theCluster();
    const told = await Promise.all(
      TEN.map((index) =>
        withSession(connect, (session) => read(session.execute(sqlPlan(query(index))))),
      ),
    );
    expect(told.map(({ rows }) => rows)).toEqual(TEN.map(expected));
  });

  test('in one session, three cancelled and one wrong: the others have their results', async () => {
    const { connect } = await theCluster();
    const codes = await withSession(connect, (session) =>
      Promise.all(
        TEN.map((index) => {
          if (index === 9) return codeOf(read(session.execute(sqlPlan('SELECT 1 / 0'))));
          const tags = [`job-${index}`];
          const cancelled = index % 3 === 0;
          const sql = cancelled ? slowly(600, 1000, 20) : query(index);
          return codeOf(
            read(session.execute(sqlPlan(sql), { tags }), async (event) => {
              if (cancelled && event.kind === 'progress')
                await session.interrupt({ tag: `job-${index}` });
            }).then(({ rows }) => expect(rows).toEqual(expected(index))),
          );
        }),
      ),
    );
    expect(codes).toEqual(
      TEN.map((index) => (index === 9 ? 'spark-data' : index % 3 === 0 ? 'cancelled' : 'none')),
    );
  });
});
