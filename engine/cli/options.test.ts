import { expect, test } from 'vitest';
import { parseMemory, parseParameter, parseRowCount, parseWorkers } from './options.ts';

test.each([
  ['500MB', 500e6],
  ['2GB', 2e9],
  ['2gb', 2e9],
  ['1.5GiB', 1.5 * 2 ** 30],
  ['64 MB', 64e6],
  ['3G', 3e9],
  ['1TiB', 2 ** 40],
  ['100000k', 1e8],
])('--memory %s', (text, bytes) => expect(parseMemory(text)).toBe(bytes));

test.each(['', '500', 'lots', '-2GB', '2 G B', '2XB', '1e9MB', '.5GB', '63MB', '0GB', '2GiBs'])(
  '--memory %s is refused',
  (text) => expect(() => parseMemory(text)).toThrow(/500MB|64MB/),
);

test('--workers', () => {
  expect(parseWorkers('1')).toBe(1);
  expect(parseWorkers('256')).toBe(256);
  for (const bad of ['0', '257', '-1', '1.5', 'two', '', '1e2']) {
    expect(() => parseWorkers(bad)).toThrow('from 1 to 256');
  }
});

test('--rows', () => {
  expect(parseRowCount('0')).toBe(0);
  expect(parseRowCount('1000')).toBe(1000);
  for (const bad of ['-1', '1.5', 'all', '', '99999999999999999999']) {
    expect(() => parseRowCount(bad)).toThrow('whole number');
  }
});

test('--param', () => {
  expect(parseParameter('a=1')).toEqual({ a: '1' });
  expect(parseParameter('b=x=y', { a: '1' })).toEqual({ a: '1', b: 'x=y' });
  expect(parseParameter('a=')).toEqual({ a: '' });
  expect(() => parseParameter('a')).toThrow('name=value');
  expect(() => parseParameter('=1')).toThrow('name=value');
  expect(() => parseParameter('a=2', { a: '1' })).toThrow('twice');
});
