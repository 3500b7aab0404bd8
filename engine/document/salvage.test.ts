import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { formatDocument } from './format.ts';
import { parseDocument } from './parse.ts';
import { salvageDocument } from './salvage.ts';
import { EXAMPLE, arbitraryDocument } from './testing/documents.ts';

const TEXT = formatDocument(EXAMPLE);
const stepsOf = (text: string): string[] => Object.keys(salvageDocument(text, 'x').document.nodes);

describe('a document with parts that are not understood', () => {
  it('is read without them, and says where they stand', () => {
    const text = TEXT.replace('"type": "rows.filter",', '"type": "rows.filter", "retries": 3,')
      .replace('"late.kept"', '{ "step": "late" }')
      .replace('"parameters": {', '"owner": { "team": "data" },\n  "parameters": {');
    const { document, lost } = salvageDocument(text, 'x');
    expect(document).toEqual({
      ...EXAMPLE,
      nodes: { ...EXAMPLE.nodes, by_origin: { ...EXAMPLE.nodes['by_origin'], inputs: {} } },
    });
    expect(lost.map(({ path, start, end }) => [path, text.slice(start, end)])).toEqual([
      ['owner', '"owner": { "team": "data" }'],
      ['nodes.late.retries', '"retries": 3'],
      ['nodes.by_origin.inputs.input', '"input": { "step": "late" }'],
    ]);
  });

  it('loses a step without a type, and elements of a list at their own places', () => {
    const notes = [1, 2, 3, 4].map((n) => ({
      id: `n${n}`,
      text: n % 2 ? 'ok' : n,
      position: [0, n],
    }));
    const text = JSON.stringify({
      ...EXAMPLE,
      nodes: { a: { params: {} }, b: { type: 't' } },
      canvas: { notes, positions: { b: [1, 'x'] } },
    });
    const { document, lost } = salvageDocument(text, 'x');
    expect(Object.keys(document.nodes)).toEqual(['b']);
    expect(document.canvas?.notes?.map(({ id }) => id)).toEqual(['n1', 'n3']);
    expect(lost.map(({ path }) => path)).toEqual([
      'nodes.a',
      'canvas.notes[1]',
      'canvas.notes[3]',
      'canvas.positions.b',
    ]);
  });

  it('of a newer format is read as far as it is like ours', () => {
    const { document, lost } = salvageDocument(
      TEXT.replace('sluice/1', 'sluice/2').replace('"name"', '"lanes": [], "name"'),
      'x',
    );
    expect(document).toEqual(EXAMPLE);
    expect(lost.map(({ path }) => path)).toEqual(['lanes']);
  });
});

describe('a text that is not JSON', () => {
  it('gives the steps before the place where it was cut off', () => {
    expect(stepsOf(TEXT.slice(0, TEXT.indexOf('"by_origin": {')))).toEqual(['flights', 'late']);
  });

  it('gives the steps around the marks of a merge', () => {
    const at = TEXT.indexOf('    "late": {');
    const marked = `${TEXT.slice(0, at)}<<<<<<< HEAD\n=======\n>>>>>>> theirs\n${TEXT.slice(at)}`;
    expect(stepsOf(marked)).toEqual(expect.arrayContaining(['flights', 'by_origin', 'out']));
  });

  it.each(['', 'Dear all', '[1, 2]', '"text"', '\u0000', '['.repeat(100_000)])(
    'gives nothing where there is nothing',
    (text) => {
      expect(salvageDocument(text, 'x').document).toMatchObject({ name: 'x', nodes: {} });
    },
  );

  it('keeps all digits of a number, and sets no prototype', () => {
    const { document } = salvageDocument(
      '{"format":"sluice/1","nodes":{"a":{"type":"t","params":{"n":12345678901234567890,"__proto__":{"x":1}}}}}',
      'x',
    );
    expect(document.nodes['a']?.params).toEqual({ n: '12345678901234567890' });
  });
});

test('a sound document is read as it is', () => {
  fc.assert(
    fc.property(arbitraryDocument, (document) => {
      const text = formatDocument(document);
      const parsed = parseDocument(text);
      const { document: read, lost } = salvageDocument(text, 'x');
      expect(parsed.ok && formatDocument(parsed.document)).toBe(formatDocument(read));
      expect(lost).toEqual([]);
    }),
  );
});

test('whatever happened to a text, what is read of it is sound', () => {
  const damage = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(30),
    put: fc.oneof(
      fc.constantFrom('{', '}', '"', ',', '[', ']', ':', '1', 'null', '{}'),
      fc.string(),
    ),
  });
  fc.assert(
    fc.property(
      arbitraryDocument,
      fc.array(damage, { minLength: 1, maxLength: 4 }),
      (document, damages) => {
        const text = damages.reduce((before, { at, cut, put }) => {
          const start = Math.floor(at * before.length);
          return before.slice(0, start) + put + before.slice(start + cut);
        }, formatDocument(document));
        const { document: read, lost } = salvageDocument(text, 'x');
        expect(parseDocument(formatDocument(read)).ok).toBe(true);
        for (const { start, end } of lost) {
          expect(start).toBeLessThanOrEqual(end);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      },
    ),
    { numRuns: 300 },
  );
});
