import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../engine/document/parse.ts';
import { badLines, firstLines } from './bad-lines.ts';
import { formatTime } from './format-time.ts';

const linesOf = (text: string): number[] => {
  const parsed = parseDocument(text);
  return parsed.ok ? [] : [...badLines(text, parsed.diagnostics)];
};

describe('the lines that are wrong', () => {
  it('are those of the errors of structure', () => {
    expect(
      linesOf('{\n"format": "sluice/1",\n"name": "x",\n"nodes": { "a": { "typ": "x" } }\n}'),
    ).toEqual([4]);
  });

  it('are those of the errors of syntax', () => {
    expect(linesOf('{\n  "format": "sluice/1",\n  "name" "x"\n}')).toContain(3);
    expect(linesOf('')).toEqual([1]);
  });
});

describe('the text of a file', () => {
  it('is shown up to a bound', () => {
    expect(firstLines('a\r\nb\nc\n', 3)).toEqual({ lines: ['a', 'b', 'c'], isCut: false });
    expect(firstLines('a\nb\nc', 2)).toEqual({ lines: ['a', 'b'], isCut: true });
  });
});

describe('a moment', () => {
  const noon = new Date(2026, 4, 3, 12, 5).getTime();
  it('of today is a time, of another day a date', () => {
    expect(formatTime(noon, 'en', noon + 60_000)).toBe('12:05');
    expect(formatTime(noon, 'en', noon + 48 * 3_600_000)).toMatch(/May 3, 2026.*12:05/);
  });
});
