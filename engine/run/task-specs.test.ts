import { expect, test } from 'vitest';
import type { SourceDescription } from '../contract/source.ts';
import { readingOf } from './task-specs.ts';

test('what a task carries of its source does not grow with the files', () => {
  const paths = Array.from({ length: 1000 }, (_, i) => `${i}.csv`);
  const described = (files: readonly string[]): SourceDescription => ({
    spec: { format: 'csv', paths: files, onBadRow: 'fail', delimiter: ';' },
    files: files.map((name) => ({
      file: { name, size: 1, fingerprint: name, handle: { kind: 'path', path: name } },
      partitionValues: {},
    })),
    schema: [],
    splits: [],
    bytes: 1,
    fingerprint: 'f',
  });
  const many = readingOf(described(paths));
  expect(many).toEqual(readingOf(described(['0.csv'])));
  expect(many).toMatchObject({ fingerprint: 'f', spec: { delimiter: ';', onBadRow: 'fail' } });
});
