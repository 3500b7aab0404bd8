import { expect, test } from 'vitest';
import { registry } from '../../nodes/registry.ts';
import { canvasSvg } from './export-svg.ts';
import { csv, joined, large, pipeline } from './testing/pipelines.ts';

const count = (svg: string, text: string): number => svg.split(text).length - 1;

test('every step and every edge is in the picture, in one view box', () => {
  const svg = canvasSvg(joined(), registry);
  expect(count(svg, '<path ')).toBe(6);
  expect(count(svg, '<g>')).toBe(7);
  expect(svg).toContain('viewBox="-32 -32 1392 424"');
  expect(svg).toContain('>a &gt; 1</text>');
  expect(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"')).toBe(true);
});

test('texts are escaped, cut and without control characters', () => {
  const title = `<b>&"\u0007 ${'long '.repeat(20)}`;
  const svg = canvasSvg(pipeline({ a: { ...csv(), title } }), registry);
  expect(svg).toContain('&lt;b&gt;&amp;&quot; long');
  expect(svg).not.toContain('<b>');
  expect(svg).not.toContain('\u0007');
  expect(svg).toContain('…');
});

test('groups, notes and disabled steps are drawn', () => {
  const svg = canvasSvg(
    pipeline(
      { a: { ...csv(), disabled: true } },
      {
        groups: [{ id: 'g', title: 'Inputs', nodes: ['a'], collapsed: true }],
        notes: [{ id: 'n', text: 'one two\nthree', position: [300, 0], size: [100, 80] }],
      },
    ),
    registry,
  );
  expect(svg).toContain('Inputs');
  expect(svg).toContain('opacity="0.5"');
  expect(svg).toContain('>one two</text>');
  expect(svg).toContain('>three</text>');
});

test('an empty pipeline is a picture too; a large one is complete', () => {
  expect(canvasSvg(pipeline({}), registry)).toContain('</svg>');
  expect(count(canvasSvg(large(2000), registry), '<path ')).toBe(1900);
});
