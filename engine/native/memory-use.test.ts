import { expect, test } from 'vitest';
import { createMemoryGauge } from './memory-use.ts';
import { connect, openInstance } from './open-instance.ts';

test('many may ask at once, and while the instance computes', async () => {
  const instance = await openInstance({
    folder: '/nowhere/',
    temporaryFolder: '/nowhere/temporary',
    threads: 2,
    memoryLimit: 2 ** 30,
  });
  const [gauge, other] = [createMemoryGauge(await connect(instance)), await connect(instance)];
  await other.run('CREATE TABLE t AS SELECT range AS i FROM range(2000000)');
  const uses = await Promise.all(
    Array.from({ length: 300 }, async () => {
      const [use] = await Promise.all([gauge.read(), other.run('SELECT sum(i) FROM t')]);
      return use;
    }),
  );
  expect(uses.every(({ held, spilled }) => held > 1e6 && spilled === 0)).toBe(true);
  await gauge.close();
  other.closeSync();
  instance.closeSync();
});
