import { strFromU8, unzipSync } from 'fflate';
import { expect, test, vi } from 'vitest';
import { zipProject } from './zip-project.ts';

const FILES = [
  { path: 'src/main/java/Flüge.java', text: 'class Flüge {}\n' },
  { path: 'README.md', text: '# Flüge 🛫\n' },
];

test('everything is in one folder, letter for letter', () => {
  const entries = Object.entries(unzipSync(zipProject('fluege-java', FILES)));
  expect(entries.map(([path, bytes]) => [path, strFromU8(bytes)])).toEqual([
    ['fluege-java/src/main/java/Flüge.java', 'class Flüge {}\n'],
    ['fluege-java/README.md', '# Flüge 🛫\n'],
  ]);
});

test('the same project gives the same bytes at any time', () => {
  const before = zipProject('p', FILES);
  vi.useFakeTimers({ now: new Date(2031, 5, 17) });
  try {
    expect(zipProject('p', FILES)).toEqual(before);
  } finally {
    vi.useRealTimers();
  }
});
