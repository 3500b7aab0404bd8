import { expect, test } from 'vitest';
import { clusterFiles, guardedFiles } from './cluster-files.ts';

const SHARED = {
  '/work/data': 's3a://data',
  '/etc': 'file:///etc',
  '/root': 'file:///root',
  '/home': 'file:///home',
};
const files = () => {
  const asked: string[] = [];
  const guarded = guardedFiles(
    clusterFiles({ shared: SHARED, defaultSink: 's3a://out' }, '/work'),
    '/work',
    (path, use) => Promise.resolve(void asked.push(`${use} ${path}`)),
  );
  return { guarded, asked };
};

test('what the cluster reads and writes of this computer is asked about, links and points resolved', async () => {
  const { guarded, asked } = files();
  guarded.uriOf('data/a.csv');
  guarded.uriOf('file:///work/data/../../etc/passwd');
  guarded.uriOf('FILE:/etc\\..\\root/*');
  guarded.uriOf('s3a://data/../x');
  guarded.uriOf('https://example.org/a.csv');
  guarded.sinkUriOf('out/b.csv');
  guarded.sinkUriOf('file:///home/me/.config');
  await guarded.checkAll();
  expect(asked).toEqual([
    'read /work/data/a.csv',
    'read /etc/passwd',
    'read /root/*',
    'write /home/me/.config',
  ]);
});

test('before the cluster is asked about a file, somebody here is', async () => {
  const { guarded, asked } = files();
  await guarded.check(['file:///etc/passwd', 's3a://data/x']);
  expect(asked).toEqual(['read /etc/passwd']);
});
