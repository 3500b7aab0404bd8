import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnCluster, theCluster } from '../cluster.ts';
import { read } from '../queries.ts';
import { sqlPlan } from '../spark-connect.ts';
import { makeCertificates, openTlsTerminator, type Validity } from '../tls.ts';
import { withSession } from '../with-session.ts';

describeOnCluster('TLS', () => {
  let folder: string;
  let ca: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-tls-'));
    ca = await readFile(makeCertificates(folder).ca, 'utf8');
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function ask(validity: Validity, tls: { readonly ca?: string }, token?: string) {
    const { connect } = await theCluster();
    const terminator = await openTlsTerminator(folder, validity, connect);
    const { host, port } = terminator;
    try {
      const target = { host, port, tls, ...(token === undefined ? {} : { token }) };
      const told = await withSession(target, (session) =>
        read(session.execute(sqlPlan('SELECT 1 AS one'))),
      );
      return told.rows;
    } finally {
      await terminator.close();
    }
  }

  test('with a certificate of an authority that the connection trusts, with and without a token', async () => {
    expect(await ask('valid', { ca })).toEqual([{ one: 1 }]);
    expect(await ask('valid', { ca }, 'any')).toEqual([{ one: 1 }]);
  });

  test('an expired certificate is refused, and said to be what is wrong', async () => {
    await expect(ask('expired', { ca })).rejects.toMatchObject({
      error: { code: 'spark-tls', detail: expect.stringMatching(/expired/i) as string },
    });
  });

  test('a certificate of an authority that nobody trusts is refused', async () => {
    await expect(ask('valid', {})).rejects.toMatchObject({ error: { code: 'spark-tls' } });
  });

  test('TLS to a server that has none is refused', async () => {
    const { connect } = await theCluster();
    await expect(
      withSession({ ...connect, tls: { ca } }, (session) => session.version()),
    ).rejects.toMatchObject({ error: { code: 'spark-tls' } });
  });
});
