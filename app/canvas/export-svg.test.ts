import { expect, test } from 'vitest';
import { registry } from '../../nodes/registry.ts';
import { canvasSvg } from './export-svg.ts';
import type { Look } from './export-svg.ts';
import { csv, joined, large, pipeline } from './testing/pipelines.ts';

const look: Look = {
  colour: (token) => `[${token}]`,
  icon: (type) => `<circle data-type="${type}"/>`,
  rows: ({ source }) => (source === 'a' ? '1,234' : undefined),
  incomplete: 'Not complete',
};

const count = (svg: string, text: string): number => svg.split(text).length - 1;

test('every step and every edge is in the picture, in one view box', () => {
  const svg = canvasSvg(joined(), registry, look);
  expect(count(svg, '<path ')).toBe(6);
  expect(count(svg, '<title>')).toBe(8);
  expect(count(svg, '>1,234</text>')).toBe(2);
  expect(count(svg, '<circle data-type="rows.filter"/>')).toBe(2);
  expect(svg).toContain('viewBox="-32 -32 1392 424"');
  expect(svg).toContain('>a &gt; 1</text>');
  expect(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"')).toBe(true);
});

test('texts are escaped, cut and without control characters', () => {
  const title = `<b>&"\u0007 ${'long '.repeat(20)}`;
  const svg = canvasSvg(pipeline({ a: { ...csv(), title } }), registry, look);
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
    look,
  );
  expect(svg).toContain('Inputs');
  expect(svg).toContain('stroke-dasharray="4 3"/><g opacity="0.5">');
  expect(svg).toContain('>one two</text>');
  expect(svg).toContain('>three</text>');
});

test('an empty pipeline is a picture too; a large one is complete', () => {
  expect(canvasSvg(pipeline({}), registry, look)).toContain('</svg>');
  expect(count(canvasSvg(large(2000), registry, look), '<path ')).toBe(1900);
});

test('colours are those of the theme; nested groups stand in each other', () => {
  const svg = canvasSvg(
    pipeline(
      { a: csv(), b: csv() },
      {
        positions: { a: [0, 0], b: [300, 0] },
        groups: [
          { id: 'in', title: 'Inner', nodes: ['a'], colour: 'red' },
          { id: 'out', title: 'Outer', nodes: ['a', 'b'] },
        ],
        notes: [
          { id: 'n', text: '# Why\n\n- **one** [two](x)', position: [0, 90], colour: 'teal' },
        ],
      },
    ),
    registry,
    look,
  );
  expect(svg.indexOf('>Outer<')).toBeLessThan(svg.indexOf('>Inner<'));
  expect(svg).toContain('fill="[category-quality]"');
  expect(svg).toContain('fill="[accent-soft]"');
  expect(svg).toContain('font-weight="600" fill="[ink]">Why</text>');
  expect(svg).toContain('>• one two</text>');
  expect(svg).not.toMatch(/#[0-9a-f]{6}|undefined/);
});
